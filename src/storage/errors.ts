/**
 * What a database error means to the caller, told alike for both drivers. Every error ends the transaction that it
 * happened in: PostgreSQL refuses any further statement, so nobody may catch one inside and go on.
 */

/** SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_UNIQUE: https://www.sqlite.org/rescode.html#extrc */
const sqliteUniqueViolations: readonly unknown[] = [1555, 2067]

/** unique_violation: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const postgresUniqueViolation = '23505'

/** Whether the row was refused because another one already has its primary key or a unique column's value. */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('errcode' in error) return sqliteUniqueViolations.includes(error.errcode)
  return 'code' in error && error.code === postgresUniqueViolation
}
