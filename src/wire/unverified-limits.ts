/**
 * The members whose limits come from the SDK's documentation comments: botocore's model, from which all others were
 * checked, does not have them yet. docs/compatibility.md lists them.
 */
export const unverifiedLimits: readonly string[] = [
  'AcquireRole.ReplacementValues',
  'AcquireRole.TemplateArn',
  'AcquireRole.TemplateMinorVersion',
  'AssumeRole.MinimumSessionTokenSize',
  'AssumeRoleWithSAML.MinimumSessionTokenSize',
  'AssumeRoleWithWebIdentity.MinimumSessionTokenSize',
  'AssumeRoot.MinimumSessionTokenSize',
  'GetFederationToken.MinimumSessionTokenSize',
  'GetRoleTemplateVersion.MinorVersion',
  'GetRoleTemplateVersion.TemplateArn',
  'GetScopedCredentials.DurationSeconds',
  'GetScopedCredentials.MinimumSessionTokenSize',
  'GetScopedCredentials.Policy',
  'GetScopedCredentials.ScopedSessionDescription',
  'GetSessionToken.MinimumSessionTokenSize',
  'GetWebIdentityToken.Scope',
  'GetWebIdentityToken.SubjectMode',
  'PutAccountProperties.Properties',
  'SimulateCustomPolicy.OrderedOrganizationPolicyInputList',
  'SimulatePrincipalPolicy.PolicyExclusionList',
]
