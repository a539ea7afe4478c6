import { MskctlError } from "../../../errors.ts";
import type { Broker } from "../../../record/broker.ts";
import type { Clock } from "../../../time.ts";
import { isDisabled, type MappingDocument } from "../../model.ts";
import type { GroupPosition } from "../mapping-offsets.ts";
import { readPositions } from "../positions.ts";
import { withoutOffsets } from "../read-offsets.ts";
import { effectOf, type ResetEffect } from "./effect.ts";
import { movesTo, type ResetMoves } from "./moves.ts";
import { startingOffsets } from "./reading-on.ts";
import { pointOf, type ResetTarget } from "./target.ts";

export interface ResetRequest {
  readonly mapping: MappingDocument;
  /** As it can be named in a command. */
  readonly name: string;
  readonly target: ResetTarget;
  /** Only these; undefined: all. */
  readonly partitions?: readonly number[] | undefined;
}

/** What setting a group's offsets would do, as things stand. */
export interface ResetPlan extends ResetMoves, Pick<ResetRequest, "mapping" | "name" | "target"> {
  readonly asOfMs: number;
  readonly topic: string;
  readonly group: GroupPosition;
  readonly effect: ResetEffect;
  /** The mapping reads now: it is paused before, and resumed after. */
  readonly pauses: boolean;
}

/** Throws for a mapping that has no committed offsets whatever brokers say. */
export function assertHasOffsets(mapping: MappingDocument): void {
  const none = withoutOffsets(mapping);
  if (none !== undefined) throw new MskctlError(none.code, none.message, { details: { uuid: mapping.UUID } });
}

/** Reads where the group stands, and reckons where it would go. Errors: as `movesTo`, and what brokers throw. */
export async function planReset(
  { broker, clock }: { readonly broker: Pick<Broker, "offsets" | "group" | "committedOffsets">; readonly clock: Clock },
  { mapping, name, target, partitions }: ResetRequest,
): Promise<ResetPlan> {
  assertHasOffsets(mapping);
  const { topic, group, partitions: stands } = await readPositions(broker, mapping);
  const point = pointOf(target);
  const byTime = point === undefined ? new Map<number, bigint>() : await broker.offsets(topic, point);
  const startOf = await startingOffsets(broker, mapping, stands);
  const moves = movesTo(topic, stands, { target, partitions, byTime, startOf });
  const asOfMs = clock.now();
  return { ...moves, mapping, name, target, asOfMs, topic, group, effect: effectOf(moves.moves), pauses: !isDisabled(mapping) };
}
