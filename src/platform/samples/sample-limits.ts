/** What is held at most, so that no source takes more memory than a small multiple of it. */
export interface SampleLimits {
  /** Of a line, a Protobuf message, a block of Avro. What is larger is a record that cannot be decoded. */
  readonly lineBytes: number;
  /** Of a Lambda event or failure document, on one line or on many, and of any document on many. */
  readonly documentBytes: number;
  /** What is read at once. */
  readonly chunkBytes: number;
}

export const usualLimits: SampleLimits = {
  lineBytes: 64 * 1024 * 1024,
  // An event has 6 MB at most (Lambda Developer Guide, quotas), as text in a failure document some more.
  documentBytes: 16 * 1024 * 1024,
  // Measured: from here on, reading costs no more than copying does, and the chunk still fits into a core's cache.
  chunkBytes: 1024 * 1024,
};
