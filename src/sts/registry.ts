import type * as Sts from '@aws-sdk/client-sts'
import type { Call } from '../call.ts'
import type { StsAction } from '../wire/model.ts'
import type { Operation, PendingOperation } from '../wire/operation.ts'
import * as assumeRole from './assume-role.ts'
import * as assumeRoot from './assume-root.ts'
import * as authorizationMessage from './authorization-message.ts'
import * as callerIdentity from './caller-identity.ts'
import * as delegatedAccess from './delegated-access.ts'
import * as federation from './federation.ts'
import * as saml from './saml.ts'
import * as scopedCredentials from './scoped-credentials.ts'
import * as sessionTokens from './session-tokens.ts'
import * as webIdentity from './web-identity.ts'

/** Every action of STS: an operation, or one that is not built yet. An action that is left out does not compile. */
export const stsRegistry = {
  AssumeRole: assumeRole.assumeRole,
  AssumeRoleWithSAML: saml.assumeRoleWithSAML,
  AssumeRoleWithWebIdentity: webIdentity.assumeRoleWithWebIdentity,
  AssumeRoot: assumeRoot.assumeRoot,
  DecodeAuthorizationMessage: authorizationMessage.decodeAuthorizationMessage,
  GetAccessKeyInfo: callerIdentity.getAccessKeyInfo,
  GetCallerIdentity: callerIdentity.getCallerIdentity,
  GetDelegatedAccessToken: delegatedAccess.getDelegatedAccessToken,
  GetFederationToken: federation.getFederationToken,
  GetScopedCredentials: scopedCredentials.getScopedCredentials,
  GetSessionToken: sessionTokens.getSessionToken,
  GetWebIdentityToken: webIdentity.getWebIdentityToken,
} satisfies { readonly [A in StsAction]: Operation<typeof Sts, A, Call> | PendingOperation<typeof Sts, A> }
