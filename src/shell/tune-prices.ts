import { listPrices, type Prices } from "../core/prices.ts";
import { livePrices } from "../core/tuning/live-prices.ts";
import { readPrices } from "../core/tuning/read-prices.ts";
import { readCheckedDocument } from "./checked-document.ts";
import type { Services } from "./services.ts";

/** What `--prices` asks for: the table, AWS's price list, or a file, which is `./live` where it has that name. */
export async function pricesOf(services: Services, asked: string | undefined): Promise<Prices> {
  if (asked === undefined) return listPrices;
  if (asked === "live") return livePrices({ ...services.prices, clock: services.clock });
  return readCheckedDocument(services, asked, readPrices);
}
