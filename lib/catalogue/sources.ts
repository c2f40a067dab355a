/** Where a figure comes from and of which day, as docs and pages show it. */
export interface PriceSource {
  readonly source: string;
  /** ISO date of the figures. */
  readonly date: string;
  readonly region: string;
}

/** Sources of the catalogue's figures; each is a list price, in US dollars, without discounts of an account. */
export const priceSource = {
  instanceTypes: {
    source: 'EC2 instance type reference of the Karpenter AWS provider (Apache-2.0)',
    date: '2026-07-11',
    region: 'us-east-1',
  },
  onDemand: {
    source: 'AWS price list, EC2 On-Demand, Linux, as generated for the Karpenter AWS provider (Apache-2.0)',
    date: '2026-07-20',
    region: 'us-east-1',
  },
  spot: {
    source: 'AWS Spot Instance Advisor, Linux: average saving over On-Demand and frequency of interruption',
    date: '2025-06-28',
    region: 'us-east-1',
  },
  spotMovement: {
    source: 'Medians fitted to the Spot price history of 231 pools (type and zone), 2021-03-02 to 2021-05-31',
    date: '2021-05-31',
    region: 'us-east-1',
  },
  fargate: { source: 'AWS price list, Fargate for Linux', date: '2026-08-01', region: 'us-east-1' },
  fargateSpot: {
    source: 'AWS states up to 70 % off Fargate’s price and publishes no history; 70 % is assumed',
    date: '2026-08-01',
    region: 'us-east-1',
  },
} as const satisfies Record<string, PriceSource>;
