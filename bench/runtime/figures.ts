import { brokerRates } from "./broker.ts";
import { embeddedRates } from "./embedded.ts";
import { rateTable } from "./rates.ts";

/** The most that the sandbox may take, MiB. */
const mostMib = 300;

export async function runtimeFigures(smoke: boolean): Promise<string> {
  const embedded = embeddedRates(smoke ? 1 : 10);
  const broker = await brokerRates(smoke ? 20_000 : 1_000_000);
  const figures = [
    { ...embedded, leastPerSecond: 200_000 },
    { ...broker, leastPerSecond: 30_000 },
  ];
  const memory = broker.peakMib <= mostMib ? "met" : `missed by ${(((broker.peakMib - mostMib) / mostMib) * 100).toFixed(0)} %`;
  return `${rateTable(figures)}\n\nPeak memory of the sandbox between broker and sink: ${broker.peakMib.toFixed(0)} MiB (≤ ${mostMib}: ${memory})`;
}
