import type { ValueDecoder } from "../core/filter/value-decoder.ts";
import type { RegistryAccess, RegistrySetting } from "../core/record/registry-access.ts";

export interface BrokerPatience {
  /** A broker whose failure may pass is asked again for so long. */
  readonly repeatForMs: number;
  /** No answer within this time is `unavailable`; without it there is no limit but the client's own. */
  readonly answerWithinMs?: number;
}

/** Schemas that values are decoded by. */
export interface Schemas {
  /** Throws `usage`, `malformed-file`, `refused`, or what fetching secrets throws. */
  decoder(choice: DecoderChoice): Promise<ValueDecoder>;
  /** How to sign in to registries, from the configuration file. Throws `malformed-file`. */
  settings(): Promise<readonly RegistrySetting[]>;
}

/** Where schemas come from. Without `access` the configuration file says how to sign in. `message` names a Protobuf message. */
type DecoderChoice = { readonly message?: string } & (
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "confluent"; readonly url: string; readonly access?: RegistryAccess }
  | { readonly kind: "glue"; readonly region: string | undefined }
);

export interface Files {
  /** `-` is standard input. Throws `usage` or `malformed-file`. */
  readText(name: string): Promise<string>;
  exists(path: string): Promise<boolean>;
  /** In one step: the old file or the new one. Throws `storage`. */
  writeText(path: string, text: string): Promise<void>;
  /** `kind` says what the file is, e.g. `paused-mappings`. All three throw `storage`. */
  writeState(path: string, kind: string, state: unknown): Promise<void>;
  readState(path: string, kind: string): Promise<unknown>;
  /** A folder for what is kept between calls, e.g. `offsets`; made when it is missing. Throws `storage`. */
  stateFolder(name: string): Promise<string>;
}
