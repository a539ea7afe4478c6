import { createHash } from "node:crypto";
import { MskctlError } from "../../core/errors.ts";
import type { SecretReader } from "../../core/record/secret.ts";

export interface SandboxSecret {
  readonly arn: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly kmsKeyId: string | undefined;
  readonly tags: ReadonlyMap<string, string>;
  readonly createdMs: number;
  changedMs: number;
  /** By version id, oldest first. */
  readonly versions: Map<string, SecretVersion>;
  /** When it goes for good; undefined while it is not marked for deletion. */
  deletionMs: number | undefined;
}

export interface SecretVersion {
  readonly content: SecretContent;
  readonly createdMs: number;
  /** Staging labels; none: the version is deprecated. */
  stages: readonly string[];
}

export type SecretContent = { readonly kind: "text"; readonly text: string } | { readonly kind: "binary"; readonly base64: string };

/** The label that GetSecretValue goes by when it is asked for none. */
export const currentStage = "AWSCURRENT";
const previousStage = "AWSPREVIOUS";

/** Secrets Manager removes deprecated versions beyond this many (Secrets Manager User Guide, secret versions). */
const mostVersions = 100;

/** A secret's ARN ends with six characters; here they depend on the name, so that an ARN is the same in every run. */
export function secretArn(
  { accountId, region }: { readonly accountId: string; readonly region: string },
  name: string,
  suffix: string = suffixOf(accountId, region, name),
): string {
  return `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${suffix}`;
}

function suffixOf(...parts: readonly string[]): string {
  const letters = createHash("sha256")
    .update(parts.join("\n"))
    .digest("base64")
    .replace(/[^A-Za-z0-9]/g, "");
  return letters.slice(0, 6);
}

/** Finds a secret by ARN, by ARN without its last six characters, or by name. */
export function findSecret(secrets: ReadonlyMap<string, SandboxSecret>, id: string): SandboxSecret | undefined {
  return secrets.get(id) ?? [...secrets.values()].find(({ arn, name }) => name === id || arn.slice(0, -"-AbCdEf".length) === id);
}

/** The current text of a secret; undefined when there is none that may be read. */
export function secretText(secrets: ReadonlyMap<string, SandboxSecret>, arn: string): string | undefined {
  const secret = findSecret(secrets, arn);
  if (secret === undefined || secret.deletionMs !== undefined) return undefined;
  const content = versionWith(secret, currentStage)?.[1].content;
  return content?.kind === "text" ? content.text : undefined;
}

/** Reads what mappings sign in with. */
export function secretReader(secrets: ReadonlyMap<string, SandboxSecret>): SecretReader {
  return {
    async read(arn) {
      const text = secretText(secrets, arn);
      if (text !== undefined) return text;
      throw new MskctlError("not-found", `there is no secret ${arn}: create it with Secrets Manager, or under secrets in the scenario`);
    },
  };
}

/** The version that has a staging label, with its id. */
export function versionWith({ versions }: SandboxSecret, stage: string): readonly [string, SecretVersion] | undefined {
  return [...versions].find(([, { stages }]) => stages.includes(stage));
}

/** Adds a version and moves the labels to it; the version that was current becomes the previous one. */
export function addVersion(secret: SandboxSecret, id: string, content: SecretContent, stages: readonly string[], atMs: number): void {
  const before = versionWith(secret, currentStage)?.[1];
  const moved = stages.includes(currentStage) && before !== undefined ? [...stages, previousStage] : stages;
  for (const version of secret.versions.values()) version.stages = version.stages.filter((stage) => !moved.includes(stage));
  if (moved !== stages && before !== undefined) before.stages = [...before.stages, previousStage];
  secret.versions.set(id, { content, createdMs: atMs, stages });
  secret.changedMs = atMs;
  const deprecated = [...secret.versions].find(([, version]) => version.stages.length === 0);
  if (secret.versions.size > mostVersions && deprecated !== undefined) secret.versions.delete(deprecated[0]);
}
