import { isError, MskctlError } from "../../errors.ts";
import { formatDuration } from "../../time.ts";
import { applyChanges } from "../apply-changes.ts";
import { difference } from "../difference.ts";
import { askFor, whyUnknown } from "../fact.ts";
import { functionNameOf, type MappingDocument, type MappingSettings, topicOf } from "../model.ts";
import { planUpdate } from "../plan.ts";
import type { MappingStore } from "../ports.ts";
import { isSameMapping } from "../same-mapping.ts";
import { settingArguments } from "../setting-arguments.ts";
import { changesTowards } from "../spec.ts";
import { changeLines } from "./change-lines.ts";
import type { Job } from "./jobs.ts";
import { type WaitEvent, type WaitTarget, waitForMapping } from "./waiting.ts";
import type { WritePorts } from "./writing.ts";

/** A changed role is usable everywhere within a minute or two (IAM User Guide: changes are eventually consistent). */
const roleChangeMs = 120_000;
const roleRetryMs = 5_000;
/** How long after a lost answer a mapping that was created after all may take to show up in a listing (assumption). */
const lookAgainAfterMs = [0, 2_000, 4_000];

/**
 * Creates a mapping and follows it. A lost answer is never repeated blindly: the mapping is looked for first, and taken
 * over when it is there. Errors: `conflict` with the mapping that stands in the way (`details.existing`), `refused`.
 */
export function createJob(
  settings: MappingSettings,
  name: string,
  options: { readonly until: WaitTarget; readonly timeoutMs: number },
): Job {
  return {
    name,
    send: (ports, onEvent) => sendCreate(ports, settings, name, onEvent),
    follow: (ports, written, onEvent) => {
      const expectedState = settings.Enabled === false ? "Disabled" : "Enabled";
      return waitForMapping(ports, { written, name, ...options, expectedState, quietSinceMs: 0 }, onEvent);
    },
  };
}

async function sendCreate(
  ports: WritePorts,
  settings: MappingSettings,
  name: string,
  onEvent: (event: WaitEvent) => void,
): Promise<MappingDocument> {
  const startedMs = ports.clock.now();
  for (;;) {
    try {
      return await ports.mappings.create(settings);
    } catch (error) {
      if (isError(error, "unavailable") && error.details["ambiguous"] === true) return await adopt(ports, settings, name, error, onEvent);
      if (isError(error, "conflict")) throw await withExisting(ports.mappings, settings, error);
      const elapsedMs = ports.clock.now() - startedMs;
      if (!isRoleRefusal(error) || elapsedMs + roleRetryMs > roleChangeMs) throw error;
      if (elapsedMs < roleRetryMs) onEvent({ kind: "note", text: roleNote(error) });
      await ports.clock.sleep(roleRetryMs);
    }
  }
}

/** The texts with which Lambda refuses while a role's change is still spreading (hashicorp/terraform-provider-aws retries on the same). */
function isRoleRefusal(error: unknown): error is MskctlError {
  return (
    isError(error, "refused") &&
    /cannot be assumed by lambda|execution role does not have permissions to call|ensure the role can perform/i.test(error.message)
  );
}

function roleNote(error: MskctlError): string {
  return `${error.message} A new role takes a minute or two to work everywhere: trying again for ${formatDuration(roleChangeMs)}.`;
}

/** After an answer that was lost on its way: the mapping that the create has made, if it has. */
async function adopt(
  ports: WritePorts,
  settings: MappingSettings,
  name: string,
  lost: MskctlError,
  onEvent: (event: WaitEvent) => void,
): Promise<MappingDocument> {
  for (const waitMs of lookAgainAfterMs) {
    await ports.clock.sleep(waitMs);
    const look = await askFor(() => findTwin(ports.mappings, settings));
    if (look.kind !== "known") throw unknowable(name, whyUnknown(look), lost);
    if (look.value === undefined) continue;
    onEvent({ kind: "note", text: `The answer to the create was lost, but the mapping is there: ${look.value.UUID}.` });
    return look.value;
  }
  throw new MskctlError("unavailable", `${lost.message}; ${name} was not created`, { suggestions: ["run the command again"], cause: lost });
}

function unknowable(name: string, why: string, lost: MskctlError): MskctlError {
  return new MskctlError("unavailable", `${lost.message}; mskctl cannot tell whether ${name} was created: ${why}`, {
    suggestions: ["mskctl list"],
    cause: lost,
  });
}

async function withExisting(mappings: MappingStore, settings: MappingSettings, conflict: MskctlError): Promise<MskctlError> {
  const { uuid } = conflict.details;
  const existing = await askFor(() => (typeof uuid === "string" ? mappings.get(uuid) : findTwin(mappings, settings)));
  return existing.kind === "known" && existing.value !== undefined ? existsAlready(settings, existing.value, conflict) : conflict;
}

/** The error for a mapping of the same function, topic and cluster, of which AWS takes only one, with what is otherwise in it. */
export function existsAlready(settings: MappingSettings, existing: MappingDocument, cause?: unknown): MskctlError {
  const who = functionNameOf(settings.FunctionName ?? existing.FunctionArn ?? "", "qualified");
  const towards = changesTowards(existing, settings);
  const changes = difference(existing, applyChanges(existing, towards));
  const plan = planUpdate(existing, towards);
  const flags = plan.kind === "update" ? settingArguments(plan.request) : [];
  const lines = [
    `${who} reads topic ${topicOf(settings) ?? ""} of this cluster already: ${existing.UUID} (${existing.State ?? "state unknown"})`,
    ...(changes.length === 0 ? ["It has these settings."] : ["To have these settings it would have to change:", ...changeLines(changes)]),
  ];
  return new MskctlError("conflict", lines.join("\n"), {
    suggestions: [`mskctl inspect ${existing.UUID}`, ...(flags.length === 0 ? [] : [`mskctl update ${existing.UUID} ${flags.join(" ")}`])],
    details: { uuid: existing.UUID, existing, changes },
    cause,
  });
}

/** The mapping of the same function, topic and cluster; undefined when there is none. */
export async function findTwin(mappings: Pick<MappingStore, "list">, settings: MappingSettings): Promise<MappingDocument | undefined> {
  for await (const page of mappings.list({ functionName: functionNameOf(settings.FunctionName ?? "", "qualified") })) {
    const twin = page.find((mapping) => isSameMapping(settings, mapping));
    if (twin !== undefined) return twin;
  }
  return undefined;
}
