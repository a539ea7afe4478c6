export interface LogEvent {
  /** Counts all events of the store: tells apart what has the same time. */
  readonly sequence: number;
  readonly group: string;
  readonly stream: string;
  readonly atMs: number;
  readonly message: string;
}

export interface LogGroup {
  readonly name: string;
  readonly createdMs: number;
  /** Streams that hold events, by name. */
  readonly streams: ReadonlyMap<string, LogStream>;
}

interface LogStream {
  readonly name: string;
  readonly createdMs: number;
}

export interface LogStore {
  /** Makes the group and the stream when they are not there. */
  append(event: Omit<LogEvent, "sequence">): void;
  /** Groups by name; one stays when its events are gone. */
  readonly groups: ReadonlyMap<string, LogGroup>;
  /** Events of a group in the order in which they came. */
  events(group: string): LogEvent[];
}

export interface LogBounds {
  readonly events: number;
  /** Of all messages together. */
  readonly characters: number;
}

interface CountedGroup extends LogGroup {
  readonly streams: Map<string, LogStream & { events: number }>;
}

/** At most 64 MB as Node keeps text; DEBUG logs of 100 partitions for eight hours. */
const defaultBounds: LogBounds = { events: 50_000, characters: 32_000_000 };

/** Logs in memory: the oldest go first, and a stream goes with its last event. */
export function createLogStore(bounds: LogBounds = defaultBounds): LogStore {
  const groups = new Map<string, CountedGroup>();
  let events: LogEvent[] = [];
  /** How many at the beginning of `events` are gone: taking each one out of the array would be slow. */
  let gone = 0;
  let sequence = 0;
  let characters = 0;

  const dropOldest = () => {
    const oldest = events[gone++];
    if (oldest === undefined) return;
    characters -= oldest.message.length;
    const streams = groups.get(oldest.group)?.streams;
    const stream = streams?.get(oldest.stream);
    if (stream !== undefined && --stream.events === 0) streams?.delete(oldest.stream);
    if (gone < bounds.events) return;
    events = events.slice(gone);
    gone = 0;
  };

  return {
    groups,
    append(event) {
      const { group: name, stream: streamName, message } = event;
      // The sandbox's clock has parts of a millisecond, CloudWatch Logs has not.
      const atMs = Math.floor(event.atMs);
      const group = groups.get(name) ?? { name, createdMs: atMs, streams: new Map() };
      groups.set(name, group);
      const stream = group.streams.get(streamName) ?? { name: streamName, createdMs: atMs, events: 0 };
      group.streams.set(streamName, stream);
      stream.events++;
      events.push({ ...event, atMs, sequence: sequence++ });
      characters += message.length;
      while (events.length - gone > bounds.events || characters > bounds.characters) dropOldest();
    },
    events: (group) => events.slice(gone).filter((event) => event.group === group),
  };
}
