/**
 * What an operation of an AWS service is, typed from the SDK alone.
 *
 * Generic over the SDK module and over whatever a call carries, so that it knows neither storage nor principals. A misspelt
 * action, member or error, a forgotten limit or a required member left out of an answer does not compile.
 */
import type { GetOutputType, NoUndefined } from '@smithy/types'
import type { Limit } from './limits.ts'

type Suffixed<S, Suffix extends string> = {
  [K in keyof S]: K extends `${infer Name}${Suffix}` ? Exclude<Name, '$'> : never
}[keyof S]

/** The actions of a service: every `…Command` that its SDK module exports. */
export type Action<S> = Suffixed<S, 'Command'>

/** The modelled errors of a service, without the suffix `Exception` and without the base classes. */
export type ModelledFault<S> = Exclude<Suffixed<S, 'Exception'>, 'IAMService' | 'STSService'>

type CommandOf<S, A extends string> =
  S extends Record<`${A}Command`, abstract new (...args: never) => infer C> ? C : never

/** An operation's input as the decoder returns it: a required member is never undefined. */
export type Input<S, A extends string> = CommandOf<S, A> extends { readonly input: infer I } ? NoUndefined<I> : never

export type Output<S, A extends string> = Omit<NoUndefined<GetOutputType<CommandOf<S, A>>>, '$metadata'>

/** One limit for each member of an operation's input. */
export type Limits<I> = { readonly [K in keyof I]-?: Limit<Exclude<I[K], undefined>> }

/** One question to the policies: may the caller do this to that? */
export interface Permission {
  /** `iam:GetUser` */
  readonly action: string
  /** The ARN that a policy's Resource is matched against, or `*`. */
  readonly resource: string
  /** How AccessDenied names the resource where AWS does not print the ARN: `user bob`. */
  readonly resourceName?: string
  /** The unique id of the resource, whose tags policies see as `aws:ResourceTag/…`; left out where it has none. */
  readonly resourceId?: string
  readonly context?: RequestContext
}

/** Condition keys of one request with their values, as `iam:…` or `aws:RequestTag/…`. */
export type RequestContext = Readonly<Record<string, readonly string[]>>

/** What is known of an operation that is not built yet: its name and its limits. */
export interface PendingOperation<S, A extends string> {
  readonly action: A
  readonly limits: Limits<Input<S, A>>
}

/**
 * How an operation uses the database.
 *
 * `read`: outside of a transaction. `write`: it changes the account; one transaction, committed before the answer leaves,
 * in turn with all other changes of the account. `attempt`: a transaction that only counts attempts, consumes codes or keeps a
 * report, and waits for no change of the account.
 */
export type Access = 'read' | 'write' | 'attempt'

export interface Operation<S, A extends string, C, Prepared = unknown> extends PendingOperation<S, A> {
  readonly access: Access
  /** Usually one question; several where AWS asks for dependent permissions too; none where everybody may. */
  permissions(input: Input<S, A>, call: C): readonly Permission[] | Promise<readonly Permission[]>
  /** Slow work (a password hash), after authorization and before the transaction. */
  prepare?(input: Input<S, A>, call: C): Promise<Prepared>
  run(input: Input<S, A>, call: C, prepared: Prepared): Promise<Output<S, A>>
}

/** Binds the SDK and the call once, so that each operation names only its action. */
export const operations =
  <S, C>() =>
  <A extends Action<S> & string, Prepared = undefined>(
    action: A,
    rest: Omit<Operation<S, A, C, Prepared>, 'action'>,
  ): Operation<S, A, C, Prepared> => ({ action, ...rest })

/** The same for operations that are not built yet. */
export const pendingOperations =
  <S>() =>
  <A extends Action<S> & string>(action: A, limits: Limits<Input<S, A>>): PendingOperation<S, A> => ({ action, limits })
