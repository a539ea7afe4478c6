import { uuidOf } from "../runtime/chance.ts";
import { addVersion, currentStage, type SandboxSecret, secretArn } from "../secrets-manager/secret.ts";
import type { Fields } from "./fields.ts";
import type { Scenario } from "./scenario.ts";
import { textOrFile } from "./text-or-file.ts";

/** A secret that is there from the start. */
export interface ScenarioSecret {
  readonly name: string;
  /** The last six characters of its ARN; undefined: made from the name. */
  readonly suffix: string | undefined;
  readonly text: string;
}

/** Secrets Manager's limit of a value (API reference). */
const largestBytes = 65_536;

export function readSecret(fields: Fields, directory: string): ScenarioSecret {
  const name = fields.text("name");
  if (fields.has("name") && !/^[\w/+=.@-]{1,512}$/.test(name)) fields.problem("name", "must be 1 to 512 letters, digits or any of /_+=.@-");
  const suffix = fields.has("suffix") ? fields.text("suffix") : undefined;
  if (suffix !== undefined && !/^[A-Za-z0-9]{6}$/.test(suffix)) fields.problem("suffix", "must be 6 letters or digits");
  return { name, suffix, text: textOrFile(fields, { inline: "value", directory, largestBytes }) };
}

/** The scenario's secrets by ARN; each world has its own, because they change. */
export function secretsOf(scenario: Scenario, startedMs: number): Map<string, SandboxSecret> {
  return new Map(
    scenario.secrets.map(({ name, suffix, text }) => {
      const arn = secretArn(scenario, name, suffix);
      const secret: SandboxSecret = {
        arn,
        name,
        description: undefined,
        kmsKeyId: undefined,
        tags: new Map(),
        createdMs: startedMs,
        changedMs: startedMs,
        versions: new Map(),
        deletionMs: undefined,
      };
      addVersion(secret, uuidOf(scenario.accountId, scenario.region, "secret", name), { kind: "text", text }, [currentStage], startedMs);
      return [arn, secret];
    }),
  );
}
