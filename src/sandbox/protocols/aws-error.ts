export interface AwsErrorExtras {
  /** The code of the query protocol where it differs from the modelled name, e.g. `InvalidParameterValue`. */
  readonly queryCode?: string;
  /** Further members of the error's structure, as the model spells them. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: ReadonlyMap<string, string>;
}

/** An answer that AWS gives instead of a result: the modelled name, its HTTP status and its text. */
export class AwsError extends Error {
  readonly status: number;
  readonly queryCode: string;
  readonly members: Readonly<Record<string, unknown>>;
  readonly headers: ReadonlyMap<string, string>;

  constructor(name: string, status: number, message: string, extras: AwsErrorExtras = {}) {
    super(message);
    this.name = name;
    this.status = status;
    this.queryCode = extras.queryCode ?? name;
    this.members = extras.members ?? {};
    this.headers = extras.headers ?? new Map();
  }
}

/** A body that is no document of its protocol, or does not fit the operation's shape. */
export function invalidBody(reason: string): AwsError {
  return new AwsError("SerializationException", 400, reason, { queryCode: "MalformedInput" });
}

export function unknownOperation(name: string): AwsError {
  return new AwsError("UnknownOperationException", 400, `The sandbox has no operation ${name}.`, { queryCode: "InvalidAction" });
}
