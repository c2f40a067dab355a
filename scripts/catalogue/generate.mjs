// Writes lib/catalogue/instance-type-rows.ts and lib/catalogue/spot-market-fit.ts from a folder of source data:
//   node scripts/catalogue/generate.mjs FOLDER
// FOLDER holds aws/ec2-catalogue-core-us-east-1.json and spot/price-history/us-east-1-linux-2021-03-02_2021-05-31.csv.gz.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const source = process.argv[2];
if (source === undefined) {
  console.error('Say where the source data is: node scripts/catalogue/generate.mjs FOLDER');
  process.exit(1);
}
const target = join(import.meta.dirname, '..', '..', 'lib', 'catalogue');
const byCodeUnit = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const generated = '// Written by scripts/catalogue/generate.mjs; change that, or its source, and run it again.\n';

function readPriceHistory() {
  const file = join(source, 'spot/price-history/us-east-1-linux-2021-03-02_2021-05-31.csv.gz');
  const pools = new Map();
  for (const line of gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n').slice(1)) {
    const [at, type, zone, price] = line.split(',');
    const key = `${type} ${zone}`;
    if (!pools.has(key)) pools.set(key, []);
    pools.get(key).push({ at: Date.parse(at), price: Number(price) });
  }
  for (const changes of pools.values()) changes.sort((a, b) => a.at - b.at);
  return pools;
}

function zonesByType(pools) {
  const zones = new Map();
  for (const key of [...pools.keys()].sort(byCodeUnit)) {
    const [type, zone] = key.split(' ');
    zones.set(type, (zones.get(type) ?? '') + zone.at(-1));
  }
  return zones;
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
const rounded = (value) => Math.round(value * 10_000) / 10_000;

function hourly(changes) {
  const prices = [];
  let index = 0;
  for (let at = changes[0].at; at <= changes.at(-1).at; at += 3_600_000) {
    while (index + 1 < changes.length && changes[index + 1].at <= at) index += 1;
    prices.push(Math.log(changes[index].price));
  }
  return prices;
}

function correlation(values, lag) {
  const middle = mean(values);
  let sum = 0;
  for (let index = 0; index + lag < values.length; index++)
    sum += (values[index] - middle) * (values[index + lag] - middle);
  return sum / (values.length - lag) / deviation(values) ** 2;
}

function fitMarket(pools) {
  const changesPerDay = [];
  const deviations = [];
  const correlations = [];
  const meansByType = new Map();
  for (const [key, changes] of pools) {
    const days = (changes.at(-1).at - changes[0].at) / 86_400_000;
    if (days < 20) continue;
    const prices = hourly(changes);
    const spread = deviation(prices);
    changesPerDay.push((changes.length - 1) / days);
    deviations.push(spread);
    if (spread > 0) correlations.push(correlation(prices, 24));
    const type = key.split(' ')[0];
    meansByType.set(type, [...(meansByType.get(type) ?? []), mean(prices)]);
  }
  const zoneSpreads = [...meansByType.values()].filter((means) => means.length > 2).map(deviation);
  return {
    pools: changesPerDay.length,
    changesPerDay: rounded(median(changesPerDay)),
    deviationOverTime: rounded(median(deviations)),
    correlationAfterADay: rounded(median(correlations)),
    deviationBetweenZones: rounded(median(zoneSpreads)),
  };
}

function instanceTypeRows(zones) {
  const types = JSON.parse(readFileSync(join(source, 'aws/ec2-catalogue-core-us-east-1.json'), 'utf8'));
  return types
    .sort((a, b) => byCodeUnit(a.instanceType, b.instanceType))
    .map((type) => {
      const cells = [
        `'${type.instanceType}'`,
        type.vcpus,
        type.memoryMiB,
        type.gpus,
        `'${type.arch}'`,
        Math.round(type.onDemandUSD * 1e9),
        type.spotSavingsPct,
        type.spotInterruptionBandIndex,
        zones.has(type.instanceType) ? `'${zones.get(type.instanceType)}'` : null,
      ];
      return `  [${cells.map(String).join(', ')}],\n`;
    });
}

const pools = readPriceHistory();
writeFileSync(
  join(target, 'instance-type-rows.ts'),
  `${generated}
/** name, vCPU, nominal MiB, GPUs, architecture, On-Demand nano-USD per hour, Spot saving in %, band, zones seen in 2021 */
export type InstanceTypeRow = readonly [
  name: string,
  vcpus: number,
  memoryMib: number,
  gpus: number,
  architecture: 'x86_64' | 'arm64',
  onDemandNanoUsdPerHour: number,
  spotSavingPercent: number | null,
  interruptionBand: 0 | 1 | 2 | 3 | 4 | null,
  zones: string | null,
];

export const INSTANCE_TYPE_ROWS: readonly InstanceTypeRow[] = [
${instanceTypeRows(zonesByType(pools)).join('')}];
`,
);
const fit = Object.entries(fitMarket(pools)).map(([name, value]) => `  ${name}: ${value},\n`);
writeFileSync(
  join(target, 'spot-market-fit.ts'),
  `${generated}\nexport const SPOT_MARKET_FIT = {\n${fit.join('')}} as const;\n`,
);
