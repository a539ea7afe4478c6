/** A folder that keeps in memory what is written to it, and refuses to write a file twice. */
export function writtenFiles() {
  const files = new Map<string, string>();
  const packed = new Set<string>();
  return {
    files,
    packed,
    async write(name: string, content: string, how: "plain" | "gzip" = "plain"): Promise<void> {
      if (files.has(name)) throw new Error(`${name} is written twice`);
      files.set(name, content);
      if (how === "gzip") packed.add(name);
    },
  };
}
