/**
 * Commands whose output is compared with that of the AWS CLI, version 2: played with it once by record.ts, and with ours in
 * recorded.test.ts, each time on a server of its own. A scenario goes on where the one before it has left the server.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSeed } from '../../../src/mfa/seed.ts'
import { counterAt, hotp } from '../../../src/mfa/totp.ts'

/**
 * `{dir}` stands for a directory, `{key}` for the access key made last, `{code:-1}` for the code of its seed one step before
 * now, `{canned}` for the server of canned answers.
 */
export type Step = readonly string[]

const device = 'arn:aws:iam::123456789012:mfa/phone'
const words = (text: string): Step => text.split(' ')
const canned = (text: string): Step => words(`${text} --endpoint-url {canned}`)

/** In the directory, for `file://`. */
const files: Readonly<Record<string, string>> = {
  'tags.json': '[{"Key": "from", "Value": "a file, größer"}]\n',
  'input.json': '{"UserName": "bob", "TagKeys": ["from"]}',
}

export const scenarios: Readonly<Record<string, readonly Step[]>> = {
  users: [
    [
      ...words('iam create-user --user-name alice --path /staff/ --tags'),
      'Key=team,Value=blå',
      'Key=näme,Value=日本語',
    ],
    [...words('iam create-user --tags'), '[{"Key":"a","Value":""}]', '--user-name', 'bob'],
    words('iam create-user --user-name carol'),
    words('iam get-user --user-name alice'),
    words('iam get-user'),
    words('iam update-user --user-name carol --new-user-name dave --new-path /x/'),
    words('iam list-users'),
    words('iam list-users --path-prefix /staff/'),
    words('iam tag-user --user-name dave --tags Key=a,Value=b Key=c,Value='),
    words('iam list-user-tags --user-name dave'),
    words('iam untag-user --user-name dave --tag-keys a x'),
    words('iam list-user-tags --user-name dave'),
    words('iam get-account-summary'),
    words('sts get-caller-identity'),
    words('sts get-access-key-info --access-key-id AKIATESTROOTTESTROOT'),
  ],
  credentials: [
    words('iam create-access-key --user-name alice'),
    words('iam list-access-keys --user-name alice'),
    words('iam update-access-key --user-name alice --access-key-id {key} --status Inactive'),
    words('iam get-access-key-last-used --access-key-id {key}'),
    words('iam delete-access-key --user-name alice --access-key-id {key}'),
    words('iam create-login-profile --user-name alice --password Abc-123-xyz-99 --password-reset-required'),
    words('iam get-login-profile --user-name alice'),
    words('iam update-login-profile --user-name alice --no-password-reset-required'),
    words('iam get-login-profile --user-name alice'),
    words('iam delete-login-profile --user-name alice'),
    words('iam change-password --old-password Abc-123-xyz-99 --new-password Abc-123-xyz-98'),
    words('iam create-account-alias --account-alias twinlock-test'),
    words('iam list-account-aliases'),
    words('iam delete-account-alias --account-alias twinlock-test'),
    words('iam list-account-aliases'),
  ],
  mfa: [
    words(
      'iam create-virtual-mfa-device --virtual-mfa-device-name phone --outfile {dir}/seed --bootstrap-method Base32StringSeed',
    ),
    words(
      'iam create-virtual-mfa-device --virtual-mfa-device-name other --tags Key=a,Value=b --outfile {dir}/qr.png --bootstrap-method QRCodePNG',
    ),
    words('iam list-virtual-mfa-devices'),
    words(
      `iam enable-mfa-device --user-name alice --serial-number ${device} --authentication-code1 000000 --authentication-code2 000000`,
    ),
    words(
      `iam enable-mfa-device --user-name alice --serial-number ${device} --authentication-code1 {code:-1} --authentication-code2 {code:0}`,
    ),
    words('iam list-virtual-mfa-devices --assignment-status Assigned'),
    words('iam list-virtual-mfa-devices --assignment-status Unassigned --output text'),
    words('iam list-mfa-devices --user-name alice'),
    words(
      `iam resync-mfa-device --user-name alice --serial-number ${device} --authentication-code1 {code:1} --authentication-code2 {code:2}`,
    ),
    words(`iam tag-mfa-device --serial-number ${device} --tags Key=a,Value=b`),
    words(`iam untag-mfa-device --serial-number ${device} --tag-keys a`),
    words(`iam deactivate-mfa-device --user-name alice --serial-number ${device}`),
    words(`iam delete-virtual-mfa-device --serial-number ${device}`),
    words(`iam delete-virtual-mfa-device --serial-number ${device}`),
    words(`sts get-session-token --serial-number ${device} --token-code 123456`),
    words('sts get-session-token --duration-seconds 900'),
    words('iam delete-user --user-name alice'),
  ],
  output: [
    words('iam list-users --output table'),
    words('iam list-users --output text'),
    words('iam get-user --user-name bob --output table'),
    words('iam get-user --user-name bob --output text'),
    words('iam list-user-tags --user-name dave --output table'),
    words('iam list-access-keys --user-name bob --output table'),
    words('iam list-access-keys --user-name bob --output text'),
    words('iam list-access-keys --user-name bob'),
    words('iam get-account-summary --output table'),
    words('iam get-account-summary --output text'),
    words('iam list-account-aliases --output table'),
    words('iam tag-user --user-name bob --tags Key=größe,Value=日本語 --output table'),
    words('iam list-user-tags --user-name bob --output table'),
    words('iam list-user-tags --user-name bob --output text'),
    words('sts get-caller-identity --output text'),
    words('sts get-caller-identity --output table'),
  ],
  files: [
    words('iam tag-user --user-name bob --tags file://{dir}/tags.json'),
    words('iam list-user-tags --user-name bob'),
    words('iam untag-user --cli-input-json file://{dir}/input.json'),
    words('iam untag-user --cli-input-json file://{dir}/input.json --tag-keys team'),
    words('iam list-user-tags --user-name bob'),
  ],
  answers: [
    canned('iam get-role --role-name deploy'),
    canned('iam get-role --role-name deploy --output text'),
    canned('iam get-role --role-name deploy --output table'),
    canned('iam list-roles'),
    canned('iam list-roles --output table'),
    canned('iam list-roles --output text'),
    canned('iam list-roles --query Roles[].AssumeRolePolicyDocument.Statement[].Condition'),
    canned('iam get-policy-version --policy-arn arn:aws:iam::aws:policy/x --version-id v1'),
    canned('iam get-user-policy --user-name alice --policy-name broken'),
    canned('iam get-account-authorization-details'),
    canned('iam get-account-authorization-details --output table'),
    canned('iam get-account-authorization-details --output text'),
    canned('iam get-group --group-name admins'),
    canned('iam get-group --group-name admins --output text'),
    canned('iam list-entities-for-policy --policy-arn arn:aws:iam::aws:policy/x'),
    canned('iam list-entities-for-policy --policy-arn arn:aws:iam::aws:policy/x --max-items 0'),
    canned('iam list-entities-for-policy --policy-arn arn:aws:iam::aws:policy/x --output text'),
    canned('iam get-credential-report'),
    canned('iam get-credential-report --output text'),
    canned('iam simulate-custom-policy --policy-input-list {} --action-names iam:GetUser'),
    canned('iam simulate-custom-policy --policy-input-list {} --action-names iam:GetUser --output table'),
    canned('iam get-service-last-accessed-details --job-id 123456789012345678901234567890123456'),
    canned('iam create-service-specific-credential --user-name alice --service-name codecommit.amazonaws.com'),
    canned('iam list-service-specific-credentials'),
    canned('iam get-access-key-last-used --access-key-id AKIAAAAAAAAAAAAAAAAA'),
    canned('iam update-user --user-name alice'),
    canned('sts assume-role --role-arn arn:aws:iam::123456789012:role/deploy --role-session-name s'),
    canned('sts assume-role --role-arn arn:aws:iam::123456789012:role/deploy --role-session-name s --output text'),
    canned('sts assume-role --role-arn arn:aws:iam::123456789012:role/deploy --role-session-name session'),
  ],
  queries: [
    words('iam list-users --query Users[].UserName'),
    words('iam list-users --query Users[].UserName --output text'),
    words('iam list-users --query Users[].[UserName,Path] --output text'),
    words('iam list-users --query Users[].[UserName,Path] --output table'),
    words('iam list-users --query Users[0].UserName --output table'),
    words('iam list-users --query Users[0] --output table'),
    words('iam list-users --query {a:Users[0],b:[Users[1].UserName]} --output table'),
    words('iam list-users --query [Users[].UserName,Users[].Path] --output text'),
    words('iam list-users --query [Users[].UserName,Users[].Path] --output table'),
    words('iam list-users --query Users[].{Name:UserName,Nothing:nope,Tags:Tags} --output table'),
    words('iam list-users --query Users[].{Name:UserName,Nothing:nope,Tags:Tags} --output text'),
    ['iam', 'list-users', '--query', "Users[?UserName=='bob'].Arn | [0]"],
    words('iam list-users --query length(Users)'),
    words('iam list-users --query nope'),
    words('iam list-users --query nope --output text'),
    words('iam list-users --query nope --output table'),
    words('iam list-users --query Users[0].[`true`,`null`,`1.5`,UserName] --output text'),
    words('iam list-users --query [[`1`,`2`],[`3`]] --output table'),
    words('iam get-user --user-name bob --query User.Tags'),
  ],
  pages: [
    words('iam list-users --max-items 1'),
    words('iam list-users --max-items 1 --starting-token eyJNYXJrZXIiOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAxfQ=='),
    words('iam list-users --max-items 1 --output text'),
    words('iam list-users --page-size 1'),
    words('iam list-users --page-size 1 --output text'),
    words('iam list-users --page-size 1 --query Users[].UserName --output text'),
    words('iam list-users --no-paginate --max-items 2 --query Users[].UserName'),
    words('iam list-users --no-paginate --query [IsTruncated,Marker]'),
    words('iam list-users --max-items 0'),
    words('iam list-users --max-items 9'),
    words('iam list-users --page-size 0'),
    words('iam list-users --no-paginate --starting-token x'),
    words('iam list-users --cli-input-json {"MaxItems":9}'),
    words('iam list-users --starting-token nonsense'),
    words('iam list-users --marker nonsense'),
  ],
  errors: [
    words('iam get-user --user-name nobody'),
    words('iam create-user --user-name bob'),
    words('iam get-login-profile --user-name bob'),
    words('iam delete-access-key --user-name bob --access-key-id AKIAAAAAAAAAAAAAAAAA'),
    words('iam create-user --user-name a/b'),
    words('iam tag-user --user-name nobody --tags Key=a,Value=b'),
  ],
  usage: [
    words('iam'),
    words('iam create-user'),
    words('iam create-user --user-name'),
    words('iam create-user --user-name a --zzzzzzzzzzzzzz x y'),
    words('iam get-user bob extra'),
    words('iam list-users --no'),
    words('iam get-user --user=bob --query User.UserName'),
    words('iam list-users --max-items abc'),
    words('iam list-users --output foo'),
    words('iam list-users --endpoint-url foo'),
    words('iam create-virtual-mfa-device --virtual-mfa-device-name x'),
    words('iam create-virtual-mfa-device --virtual-mfa-device-name x --outfile y --bootstrap-method Foo'),
    words(
      'iam create-virtual-mfa-device --virtual-mfa-device-name x --outfile {dir}/nowhere/y --bootstrap-method QRCodePNG',
    ),
    words('iam create-virtual-mfa-device --generate-cli-skeleton'),
    words('sts get-session-token --duration-seconds abc'),
    words('sts get-session-token --duration-seconds 5'),
    words('sts get-session-token --serial-number x --token-code 12345'),
    ['iam', 'create-user', '--user-name', '', '--tags', 'Key=a'],
    words('iam create-user --user-name a --tags Key=a,Value'),
    words('iam create-user --user-name a --tags Key=a,Value=b,Key=c'),
    words('iam create-user --user-name a --tags Key={b=[c,d],e=f},Value=x,y'),
    ['iam', 'create-user', '--user-name', 'a', '--tags', "Key=a,Value='x"],
    ['iam', 'create-user', '--user-name', 'a', '--tags', ''],
    words('iam create-user --user-name a --tags [{"Key":1}]'),
    words('iam create-user --cli-input-json {'),
    words('iam create-user --cli-input-json []'),
    words('iam create-user --cli-input-json {"UserName":["bob"],"Foo":1} --path x'),
    words('iam create-user --user-name file://{dir}/missing'),
    words('iam list-policies-granting-service-access --arn x'),
    words('sts assume-role-with-saml --role-arn x'),
  ],
  skeletons: [
    words('iam create-user --generate-cli-skeleton'),
    words('iam create-role --generate-cli-skeleton input'),
    words('iam create-group --generate-cli-skeleton'),
    words('iam update-account-password-policy --generate-cli-skeleton'),
    words('iam list-policies --generate-cli-skeleton'),
    words('iam update-access-key --generate-cli-skeleton'),
    words('iam list-entities-for-policy --generate-cli-skeleton'),
    words('iam get-account-authorization-details --generate-cli-skeleton'),
    words('iam get-account-summary --generate-cli-skeleton'),
    words('iam upload-server-certificate --generate-cli-skeleton'),
    words('sts get-caller-identity --generate-cli-skeleton'),
    words('iam list-mfa-devices --generate-cli-skeleton output'),
    words('iam get-account-summary --generate-cli-skeleton output --output table'),
    words('iam generate-credential-report --generate-cli-skeleton output --query State'),
    words('iam tag-user --generate-cli-skeleton output'),
  ],
}

export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export type Execute = (args: readonly string[]) => Promise<Outcome>

/** Plays all scenarios in order. */
export async function* play(
  directory: string,
  cannedEndpoint: string,
  execute: Execute,
): AsyncGenerator<[scenario: string, step: Step, outcome: Outcome]> {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content)
  let key = ''
  for (const [scenario, steps] of Object.entries(scenarios)) {
    for (const step of steps) {
      const places = { dir: directory, key, canned: cannedEndpoint }
      const outcome = await execute(step.map((word) => fill(word, places)))
      key = /"AccessKeyId": "(AKIA\w+)"/.exec(outcome.stdout)?.[1] ?? key
      yield [scenario, step, outcome]
    }
  }
}

function fill(word: string, { dir, key, canned }: Readonly<Record<'dir' | 'key' | 'canned', string>>): string {
  return word
    .replace('{dir}', dir)
    .replace('{key}', key)
    .replace('{canned}', canned)
    .replace(/\{code:(-?\d)\}/, (_, offset: string) => {
      const seed = parseSeed(readFileSync(join(dir, 'seed'), 'utf8'))
      return hotp(seed, counterAt(Date.now()) + Number(offset))
    })
}
