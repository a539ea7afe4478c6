import { MskctlError } from "../../errors.ts";
import type { MappingSettings } from "../model.ts";
import type { OffsetsUnavailable } from "./mapping-offsets.ts";

/**
 * What stands in the place of offsets that cannot be had. Throws `thrown` again when the verb has to end: a bug, an
 * interruption, or a configuration file that has to be corrected.
 */
export function offsetsUnavailable(thrown: unknown, mapping: MappingSettings): OffsetsUnavailable {
  if (!(thrown instanceof MskctlError) || endsTheVerb.has(thrown.code)) throw thrown;
  const [next] = wayOn(thrown, mapping);
  return { code: thrown.code, message: thrown.message, ...(next === undefined ? {} : { next }) };
}

/** For a verb that is nothing without the brokers: the same error, with what to do about it. */
export async function withWayOn<Answer>(mapping: MappingSettings, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof MskctlError)) throw error;
    throw new MskctlError(error.code, error.message, { suggestions: wayOn(error, mapping), details: error.details, cause: error });
  }
}

const endsTheVerb: ReadonlySet<string> = new Set(["interrupted", "terminated", "usage", "malformed-file"]);

const otherAddress = "give other addresses as bootstrapServers under kafka in the configuration file";

/** What to do when a mapping's brokers cannot be asked: its cluster is known, so more can be said than by the brokers. */
function wayOn({ code, details, suggestions }: MskctlError, mapping: MappingSettings): readonly string[] {
  if (code === "unavailable" || code === "timed-out") {
    const servers = serversIn(details["bootstrapServers"]);
    if (servers.length > 0) return [wayIn(servers, mapping)];
  }
  const action = details["action"];
  // The brokers' own refusals name no action of IAM's control plane, but suggest rights on the cluster.
  if (code === "not-permitted" && typeof action === "string")
    return [`allow ${action}, or say how to sign in under kafka in the configuration file`];
  return suggestions;
}

function wayIn(servers: readonly string[], mapping: MappingSettings): string {
  if (servers.every((server) => /^(127\.\d+\.\d+\.\d+|localhost|\[::1\]):/.test(server)))
    return `embedded clusters of the sandbox have no brokers; for a broker on this machine, start it, or ${otherAddress}`;
  const ports = [...new Set(servers.map((server) => server.slice(server.lastIndexOf(":") + 1)))].join(", ");
  return mapping.SelfManagedEventSource === undefined
    ? `MSK's brokers answer inside their VPC: let this machine in on port ${ports} in the cluster's security group, or go through a tunnel and ${otherAddress}`
    : `let this machine reach port ${ports} of the brokers (firewall, security group), or ${otherAddress}`;
}

function serversIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
