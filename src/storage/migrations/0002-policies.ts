/** Groups, roles and policies: what is attached to whom. */
import { type Kysely, sql } from 'kysely'
import type { ColumnTypes } from './column-types.ts'

export async function up(db: Kysely<unknown>, { text, integer, tableOptions }: ColumnTypes): Promise<void> {
  const table = <Name extends string>(name: Name) =>
    db.schema
      .createTable(name)
      .modifyEnd(tableOptions)
      .addColumn('account_id', text, (column) => column.notNull().references('accounts.account_id').onDelete('cascade'))

  // Policies are named by their unique ids, those of AWS too, which have no rows: no foreign key can hold them.
  await db.schema.alterTable('users').addColumn('permissions_boundary_id', text).execute()

  // Whether a policy may be deleted depends on whose boundary it is.
  await db.schema
    .createIndex('users_of_boundary')
    .on('users')
    .columns(['account_id', 'permissions_boundary_id'])
    .execute()

  await table('groups')
    .addColumn('group_id', text, (column) => column.notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('name_key', text, (column) => column.notNull())
    .addColumn('path', text, (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('groups_pk', ['account_id', 'group_id'])
    .addUniqueConstraint('groups_name_key', ['account_id', 'name_key'])
    .execute()

  await table('group_members')
    .addColumn('user_id', text, (column) => column.notNull())
    .addColumn('group_id', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('group_members_pk', ['account_id', 'user_id', 'group_id'])
    .addForeignKeyConstraint('group_members_user', ['account_id', 'user_id'], 'users', ['account_id', 'user_id'])
    .addForeignKeyConstraint('group_members_group', ['account_id', 'group_id'], 'groups', ['account_id', 'group_id'])
    .execute()
  await db.schema
    .createIndex('group_members_of_group')
    .on('group_members')
    .columns(['account_id', 'group_id'])
    .execute()

  await table('roles')
    .addColumn('role_id', text, (column) => column.notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('name_key', text, (column) => column.notNull())
    .addColumn('path', text, (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('trust_policy', text, (column) => column.notNull())
    .addColumn('description', text)
    .addColumn('max_session_seconds', integer, (column) => column.notNull())
    .addColumn('permissions_boundary_id', text)
    .addColumn('last_used_at', integer)
    .addColumn('last_used_region', text)
    .addPrimaryKeyConstraint('roles_pk', ['account_id', 'role_id'])
    .addUniqueConstraint('roles_name_key', ['account_id', 'name_key'])
    .execute()

  await db.schema
    .createIndex('roles_of_boundary')
    .on('roles')
    .columns(['account_id', 'permissions_boundary_id'])
    .execute()

  await table('instance_profiles')
    .addColumn('instance_profile_id', text, (column) => column.notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('name_key', text, (column) => column.notNull())
    .addColumn('path', text, (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('role_id', text)
    .addPrimaryKeyConstraint('instance_profiles_pk', ['account_id', 'instance_profile_id'])
    .addUniqueConstraint('instance_profiles_name_key', ['account_id', 'name_key'])
    .addForeignKeyConstraint('instance_profiles_role', ['account_id', 'role_id'], 'roles', ['account_id', 'role_id'])
    .execute()
  await db.schema
    .createIndex('instance_profiles_of_role')
    .on('instance_profiles')
    .columns(['account_id', 'role_id'])
    .execute()

  await table('service_linked_role_deletions')
    .addColumn('deletion_task_id', text, (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('service_linked_role_deletions_pk', ['account_id', 'deletion_task_id'])
    .execute()

  await table('managed_policies')
    .addColumn('policy_id', text, (column) => column.notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('name_key', text, (column) => column.notNull())
    .addColumn('path', text, (column) => column.notNull())
    .addColumn('description', text)
    .addColumn('default_version', integer, (column) => column.notNull())
    // Version numbers are never used again, also not after the version is deleted.
    .addColumn('last_version', integer, (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('updated_at', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('managed_policies_pk', ['account_id', 'policy_id'])
    .addUniqueConstraint('managed_policies_name_key', ['account_id', 'name_key'])
    .execute()

  await table('managed_policy_versions')
    .addColumn('policy_id', text, (column) => column.notNull())
    .addColumn('version', integer, (column) => column.notNull().check(sql`version > 0`))
    .addColumn('document', text, (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('managed_policy_versions_pk', ['account_id', 'policy_id', 'version'])
    .addForeignKeyConstraint(
      'managed_policy_versions_policy',
      ['account_id', 'policy_id'],
      'managed_policies',
      ['account_id', 'policy_id'],
      (constraint) => constraint.onDelete('cascade'),
    )
    .execute()

  await table('attached_policies')
    .addColumn('entity_id', text, (column) => column.notNull())
    .addColumn('policy_id', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('attached_policies_pk', ['account_id', 'entity_id', 'policy_id'])
    .execute()
  await db.schema
    .createIndex('attached_policies_policy')
    .on('attached_policies')
    .columns(['account_id', 'policy_id'])
    .execute()

  await table('inline_policies')
    .addColumn('entity_id', text, (column) => column.notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('name_key', text, (column) => column.notNull())
    .addColumn('document', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('inline_policies_pk', ['account_id', 'entity_id', 'name_key'])
    .execute()
}
