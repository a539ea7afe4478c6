import { createFaultQueue, type FaultQueue, type WaitingFault } from "./fault-queue.ts";

/** Signing names of the services whose calls can go wrong. */
export const faultServices = [
  "lambda",
  "kafka",
  "monitoring",
  "tagging",
  "logs",
  "glue",
  "secretsmanager",
  "sqs",
  "sns",
  "s3",
  "sts",
  "pricing",
  "states",
] as const;

/** A call that goes wrong on purpose, so that error paths can be tried. */
export type Fault = FaultTarget &
  (
    | {
        /** The call is not performed and gets this answer. */
        readonly kind?: "error";
        readonly status: number;
        readonly errorName: string;
        readonly message?: string;
        readonly retryAfterSeconds?: number;
      }
    /** The call is performed, then the connection is cut: the caller cannot know. */
    | { readonly kind: "lost-answer" }
  );

interface FaultTarget {
  readonly service: (typeof faultServices)[number];
  /** API action such as `ListEventSourceMappings`; absent: every call of the service. S3 calls have none but `PutObject` of a failure document. */
  readonly operation?: string;
  /** How many calls; absent: all. */
  readonly times?: number;
}

export interface FaultList extends Omit<FaultQueue<Fault>, "add" | "take" | "isEmpty"> {
  /** Later faults wait until those before them are used up. */
  failNext(fault: Fault): WaitingFault<Fault>;
  /** The fault that this call gets, counted down. */
  take(service: string, operation: string | undefined): Fault | undefined;
}

export function createFaultList(faults: readonly Fault[]): FaultList {
  const { add, take, ...queue } = createFaultQueue<Fault>("call");
  for (const fault of faults) add(fault);
  return {
    ...queue,
    failNext: add,
    take: (service, operation) =>
      take((fault) => fault.service === service && (fault.operation === undefined || fault.operation === operation)),
  };
}
