import type { FaultQueue, WaitingFault } from "../front/fault-queue.ts";
import type { FaultList } from "../front/faults.ts";
import { Fields, type ScenarioProblem } from "../scenario/fields.ts";
import { callFaultKinds, readCallFault } from "../scenario/read-fault.ts";

/** Faults of one place, such as of calls: it takes the kinds that are its own. */
export interface FaultFamily {
  readonly kinds: readonly string[];
  /** Reads a fault and gives what adds it; what is wrong goes to the problems of `fields`, and nothing may be added then. */
  read(fields: Fields): () => WaitingFault<object>;
  waiting(): readonly WaitingFault<object>[];
  remove(id: string): boolean;
  clear(): void;
}

/** Ties a reader of fields to the list that keeps what it reads. */
export function faultFamily<Fault extends object>(
  kinds: readonly string[],
  read: (fields: Fields) => Fault,
  queue: Omit<FaultQueue<Fault>, "take" | "isEmpty">,
): FaultFamily {
  return {
    kinds,
    read(fields) {
      const fault = read(fields);
      return () => queue.add(fault);
    },
    waiting: queue.waiting,
    remove: queue.remove,
    clear: queue.clear,
  };
}

export function callFaultFamily({ failNext, waiting, remove, clear }: FaultList): FaultFamily {
  return faultFamily(callFaultKinds, readCallFault, { add: failNext, waiting, remove, clear });
}

type Added =
  | { readonly kind: "added"; readonly fault: WaitingFault<object> }
  | { readonly kind: "refused"; readonly problems: readonly ScenarioProblem[] };

/** Adds a fault, as a scenario has them, to the family that its kind belongs to. */
export function addFault(families: readonly FaultFamily[], document: unknown): Added {
  const problems: ScenarioProblem[] = [];
  const fields = new Fields(document, [], problems);
  const [first = "", ...others] = families.flatMap(({ kinds }) => kinds);
  const kind = fields.member("kind", [first, ...others], first);
  const family = families.find(({ kinds }) => kinds.includes(kind));
  if (family === undefined || problems.length > 0) return { kind: "refused", problems };
  const add = family.read(fields);
  fields.done();
  return problems.length > 0 ? { kind: "refused", problems } : { kind: "added", fault: add() };
}
