import { operation } from "../protocols/rpc-service.ts";
import { list, string, structure, timestamp } from "../protocols/shape.ts";
import { invalidRequest, notFound } from "./errors.ts";
import { usableSecret } from "./known-secret.ts";
import { currentStage, type SandboxSecret, type SecretVersion, versionWith } from "./secret.ts";

export const getSecretValue = operation({
  input: structure({ SecretId: string, VersionId: string, VersionStage: string }),
  output: structure({
    ARN: string,
    Name: string,
    VersionId: string,
    SecretString: string,
    /** Base64, as the protocol writes bytes. */
    SecretBinary: string,
    VersionStages: list(string),
    CreatedDate: timestamp,
  }),
  run({ SecretId, VersionId, VersionStage }, world) {
    const secret = usableSecret(world, SecretId);
    const [id, { content, createdMs, stages }] = versionOf(secret, VersionId, VersionStage);
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: id,
      ...(content.kind === "text" ? { SecretString: content.text } : { SecretBinary: content.base64 }),
      VersionStages: stages,
      CreatedDate: createdMs,
    };
  },
});

/** By id, by label, or by both when they agree. The texts for what is missing are recorded, the one for a conflict is UNCONFIRMED. */
function versionOf(secret: SandboxSecret, id: string | undefined, stage: string | undefined): readonly [string, SecretVersion] {
  if (id === undefined) {
    const found = versionWith(secret, stage ?? currentStage);
    if (found !== undefined) return found;
    throw notFound(`Secrets Manager can't find the specified secret value for staging label: ${stage ?? currentStage}`);
  }
  const version = secret.versions.get(id);
  if (version === undefined) throw notFound(`Secrets Manager can't find the specified secret value for VersionId: ${id}`);
  if (stage !== undefined && !version.stages.includes(stage))
    throw invalidRequest("You provided a VersionStage that is not associated to the provided VersionId.");
  return [id, version];
}
