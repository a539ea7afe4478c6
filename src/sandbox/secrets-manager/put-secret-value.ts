import { required } from "../protocols/required.ts";
import { operation } from "../protocols/rpc-service.ts";
import { list, string, structure } from "../protocols/shape.ts";
import { drawUuid } from "../runtime/chance.ts";
import type { World } from "../world.ts";
import { alreadyExists, invalidParameter, invalidRequest } from "./errors.ts";
import { usableSecret } from "./known-secret.ts";
import { addVersion, currentStage, findSecret, type SandboxSecret, type SecretContent, secretArn } from "./secret.ts";

export const createSecret = operation({
  input: structure({
    Name: string,
    ClientRequestToken: string,
    Description: string,
    KmsKeyId: string,
    SecretString: string,
    SecretBinary: string,
    Tags: list(structure({ Key: string, Value: string })),
  }),
  output: structure({ ARN: string, Name: string, VersionId: string }),
  run({ Name, Description, KmsKeyId, Tags = [], ...value }, world) {
    const name = checkedName(Name);
    const content = contentOf(value);
    const known = findSecret(world.secrets, name);
    if (known !== undefined) return repeated(known, value.ClientRequestToken, content);
    const atMs = world.clock.now();
    const secret: SandboxSecret = {
      arn: secretArn(world, name),
      name,
      description: Description,
      kmsKeyId: KmsKeyId,
      tags: new Map(Tags.map((tag) => [tag.Key ?? "", tag.Value ?? ""])),
      createdMs: atMs,
      changedMs: atMs,
      versions: new Map(),
      deletionMs: undefined,
    };
    const id = versionId(value.ClientRequestToken, world);
    if (content !== undefined) addVersion(secret, id, content, [currentStage], atMs);
    world.secrets.set(secret.arn, secret);
    return { ARN: secret.arn, Name: name, ...(content === undefined ? {} : { VersionId: id }) };
  },
});

export const putSecretValue = operation({
  input: structure({
    SecretId: string,
    ClientRequestToken: string,
    SecretString: string,
    SecretBinary: string,
    VersionStages: list(string),
  }),
  output: structure({ ARN: string, Name: string, VersionId: string, VersionStages: list(string) }),
  run({ SecretId, VersionStages = [currentStage], ...value }, world) {
    const secret = usableSecret(world, SecretId);
    const content = contentOf(value);
    if (content === undefined) throw invalidParameter("You must provide either SecretString or SecretBinary.");
    const id = versionId(value.ClientRequestToken, world);
    const before = secret.versions.get(id);
    if (before !== undefined && !isSame(before.content, content))
      throw alreadyExists(`You can't change the value of version ${id}: a version's value never changes.`);
    if (before === undefined) addVersion(secret, id, content, VersionStages, world.clock.now());
    return { ARN: secret.arn, Name: secret.name, VersionId: id, VersionStages: secret.versions.get(id)?.stages };
  },
});

/** A create that came twice is answered twice; any other with a name that is taken is refused. */
function repeated(known: SandboxSecret, token: string | undefined, content: SecretContent | undefined) {
  if (known.deletionMs !== undefined)
    throw invalidRequest("You can't create this secret because a secret with this name is already scheduled for deletion.");
  const version = known.versions.get(token ?? "");
  if (version === undefined || content === undefined || !isSame(version.content, content))
    throw alreadyExists(`The operation failed because the secret ${known.name} already exists.`);
  return { ARN: known.arn, Name: known.name, VersionId: token };
}

/** Characters and length from the API reference, CreateSecret. The texts of these refusals are UNCONFIRMED. */
function checkedName(name: string | undefined): string {
  const given = required(name, "Name", "ValidationException");
  if (/^[\w/+=.@-]{1,512}$/.test(given)) return given;
  throw invalidParameter("Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: /_+=.@-");
}

/** API reference: at most 65,536 bytes. */
const largestSecretBytes = 65_536;

function contentOf({ SecretString: text, SecretBinary: base64 }: { SecretString?: string | undefined; SecretBinary?: string | undefined }) {
  if (text !== undefined && base64 !== undefined) throw invalidParameter("You can't specify both SecretString and SecretBinary.");
  const bytes = text === undefined ? Buffer.byteLength(base64 ?? "", "base64") : Buffer.byteLength(text);
  if (bytes > largestSecretBytes) throw invalidParameter(`The secret value must be at most ${largestSecretBytes} bytes.`);
  if (text !== undefined) return { kind: "text", text } as const;
  return base64 === undefined ? undefined : ({ kind: "binary", base64 } as const);
}

function isSame(one: SecretContent, other: SecretContent): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The caller's token becomes the version's id; SDKs make one themselves. */
function versionId(token: string | undefined, world: World): string {
  if (token === undefined) return drawUuid(world.random);
  if (token.length < 32 || token.length > 64) throw invalidParameter("ClientRequestToken must be 32-64 characters long.");
  return token;
}
