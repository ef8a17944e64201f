/** The actions of both services with their inputs and outputs, as the SDK declares them. Types only: nothing is bundled. */
import type * as Iam from '@aws-sdk/client-iam'
import type * as Sts from '@aws-sdk/client-sts'
import type { GetOutputType, NoUndefined } from '@smithy/types'

export interface Services {
  readonly iam: typeof Iam
  readonly sts: typeof Sts
}

export type ServiceName = keyof Services

type CommandNames<S> = { [K in keyof S]: K extends `${infer Name}Command` ? Exclude<Name, '$'> : never }[keyof S]

export type ActionOf<N extends ServiceName> = CommandNames<Services[N]> & string

type CommandOf<S, A extends string> =
  S extends Record<`${A}Command`, abstract new (...args: never) => infer C> ? C : never

export type Input<N extends ServiceName, A extends string> =
  CommandOf<Services[N], A> extends { readonly input: infer I } ? I : never

export type Output<N extends ServiceName, A extends string> = Omit<
  NoUndefined<GetOutputType<CommandOf<Services[N], A>>>,
  '$metadata'
>
