/** How sample records are written down. */
export const sampleFormats = [
  "values", // a line is a record's value, in JSON
  "text", // a line is a record's value, whatever it is
  "kafka", // a line is a record: an object with `value`
  "event", // events as Lambda gives them to a function
  "failure", // what Lambda writes to an on-failure destination
  "kcat", // a line of `kcat -J`
  "avro", // an Avro object container file
  "protobuf", // messages, each behind its length as a varint; never detected
] as const;

export type SampleFormat = (typeof sampleFormats)[number];
