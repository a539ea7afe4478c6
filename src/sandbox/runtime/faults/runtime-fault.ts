/** What goes wrong on purpose between a topic, its function and its destination. */
export type RuntimeFault = FaultTiming &
  (
    | FunctionErrorFault
    | ThrottleFault
    | LatencyFault
    | SlowPollsFault
    | BrokerLossFault
    | CommitErrorsFault
    | RewindFault
    | DeniedDestinationFault
  );

export const runtimeFaultKinds = [
  "function-error",
  "throttle",
  "latency",
  "slow-polls",
  "broker-loss",
  "commit-errors",
  "rewind",
  "denied-destination",
] as const;

type RuntimeFaultKind = (typeof runtimeFaultKinds)[number];

export type FaultOf<Kind extends RuntimeFaultKind> = Extract<RuntimeFault, { readonly kind: Kind }>;

interface FaultTiming {
  /** From when it is given: the start, for a scenario's. */
  readonly afterMs: number;
  /** From its beginning; absent: until it is used up or taken back. */
  readonly forMs?: number;
  /** How often it happens; absent: always. Only of faults that happen one by one. */
  readonly times?: number;
}

/** Invocations fail without a run of the function. */
interface FunctionErrorFault {
  readonly kind: "function-error";
  readonly function: string;
  /** Record keys; absent: every invocation, else those that hold a record with one of them. */
  readonly keys?: readonly string[];
  /** A mapping that takes partial responses gets one that names these records; the others have been with the function. */
  readonly partial: boolean;
  readonly errorType: string;
  readonly errorMessage: string;
}

/** As if the function had this reserved concurrency. */
interface ThrottleFault {
  readonly kind: "throttle";
  readonly function: string;
  readonly concurrency: number;
}

/** Invocations take longer. */
interface LatencyFault {
  readonly kind: "latency";
  readonly function: string;
  readonly ms: number;
  /** Up to so much more, by chance. */
  readonly jitterMs: number;
}

/** Each poller of a mapping reads slowly. */
interface SlowPollsFault {
  readonly kind: "slow-polls";
  /** Name of the function or topic of the mapping, or its UUID. */
  readonly mapping: string;
  readonly bytesPerSecond?: number;
  /** Between a batch that was read and the next one. */
  readonly pauseMs: number;
}

/** Pollers do not reach the brokers of a cluster. */
interface BrokerLossFault {
  readonly kind: "broker-loss";
  readonly cluster: string;
}

/** The brokers of a cluster give records and take no commits. */
interface CommitErrorsFault {
  readonly kind: "commit-errors";
  readonly cluster: string;
}

/** The committed offsets of a mapping's consumer group are set back, once, as soon as nobody reads in it. */
interface RewindFault {
  readonly kind: "rewind";
  /** Name of the function or topic of the mapping, or its UUID. */
  readonly mapping: string;
  /** Of each partition. */
  readonly records: number;
}

/** Documents are refused. */
interface DeniedDestinationFault {
  readonly kind: "denied-destination";
  /** As mappings have it, an ARN or `kafka://topic`; absent: all. */
  readonly destination?: string;
}
