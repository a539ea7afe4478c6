import { required } from "../protocols/required.ts";
import type { World } from "../world.ts";
import { invalidRequest, notFound } from "./errors.ts";
import { findSecret, type SandboxSecret } from "./secret.ts";

/** The secret that a call names, whether or not it is marked for deletion. */
export function knownSecret(world: World, id: string | undefined): SandboxSecret {
  const secret = findSecret(world.secrets, required(id, "SecretId", "ValidationException"));
  if (secret === undefined) throw notFound();
  return secret;
}

/** The secret that a call names, unless it is marked for deletion; AWS's words are recorded. */
export function usableSecret(world: World, id: string | undefined): SandboxSecret {
  const secret = knownSecret(world, id);
  if (secret.deletionMs === undefined) return secret;
  throw invalidRequest("You can't perform this operation on the secret because it was marked for deletion.");
}
