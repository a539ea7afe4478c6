import { dayMs } from "../durations.ts";
import { operation } from "../protocols/rpc-service.ts";
import { boolean, number, string, structure, timestamp } from "../protocols/shape.ts";
import { invalidParameter, invalidRequest } from "./errors.ts";
import { knownSecret } from "./known-secret.ts";
import { findSecret } from "./secret.ts";

/** API reference, DeleteSecret. */
const recoveryDays = { minimum: 7, maximum: 30 };

export const deleteSecret = operation({
  input: structure({ SecretId: string, RecoveryWindowInDays: number, ForceDeleteWithoutRecovery: boolean }),
  output: structure({ ARN: string, Name: string, DeletionDate: timestamp }),
  run({ SecretId, RecoveryWindowInDays, ForceDeleteWithoutRecovery: force = false }, world) {
    if (force && RecoveryWindowInDays !== undefined)
      throw invalidParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
    const nowMs = world.clock.now();
    if (force && SecretId !== undefined && findSecret(world.secrets, SecretId) === undefined)
      return { Name: SecretId, DeletionDate: nowMs };
    const secret = knownSecret(world, SecretId);
    const { arn, name } = secret;
    if (force) {
      world.secrets.delete(arn);
      return { ARN: arn, Name: name, DeletionDate: nowMs };
    }
    const deletionMs = nowMs + checkedDays(RecoveryWindowInDays) * dayMs;
    // UNCONFIRMED: the API reference has the error for a secret that is marked already, not its text.
    if (secret.deletionMs !== undefined)
      throw invalidRequest("You tried to perform the operation on a secret that's currently marked deleted.");
    secret.deletionMs = deletionMs;
    world.clock.at(deletionMs, () => {
      if (secret.deletionMs === deletionMs && world.secrets.get(arn) === secret) world.secrets.delete(arn);
    });
    return { ARN: arn, Name: name, DeletionDate: deletionMs };
  },
});

/** A secret that is not marked for deletion stays as it is; that AWS takes the call then, too, is an assumption. */
export const restoreSecret = operation({
  input: structure({ SecretId: string }),
  output: structure({ ARN: string, Name: string }),
  run({ SecretId }, world) {
    const secret = knownSecret(world, SecretId);
    secret.deletionMs = undefined;
    return { ARN: secret.arn, Name: secret.name };
  },
});

function checkedDays(days: number = recoveryDays.maximum): number {
  if (Number.isInteger(days) && days >= recoveryDays.minimum && days <= recoveryDays.maximum) return days;
  throw invalidParameter("The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
}
