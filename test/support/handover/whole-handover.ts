/** All that a handover has to say, and nothing more. */
export const wholeHandover = {
  schemaVersion: 1,
  id: "01JEXPORT",
  order: "none",
  settings: { name: "orders", source: "s3://failed/", target: "original", functionName: "orders", options: {} },
  origin: { eventSource: "aws:kafka", bootstrapServers: [] },
  place: { accountId: "123456789012", region: "eu-central-1" },
  area: { bucket: "area", prefix: "a/" },
  documents: 0,
  keySalt: "ab".repeat(32),
};
