import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { z } from 'zod';
import type { PrismaClient } from '@/lib/db';
import { PrismaClient as Client } from '@/lib/generated/prisma/client';

/** One node of a plan, such as `Seq Scan` of `job`. */
interface PlanNode {
  kind: string;
  table: string | undefined;
}

/** A Prisma client that keeps what it sends, so that Postgres can be asked how it carries that out. */
export interface WatchedPrisma {
  readonly prisma: PrismaClient;
  forget(): void;
  /** The plans of the reads sent since, each with all its nodes. */
  plans(): Promise<{ text: string; nodes: PlanNode[] }[]>;
  close(): Promise<void>;
}

interface Plan {
  'Node Type': string;
  'Relation Name'?: string | undefined;
  Plans?: Plan[] | undefined;
}

const plan: z.ZodType<Plan> = z.lazy(() =>
  z.object({ 'Node Type': z.string(), 'Relation Name': z.string().optional(), Plans: z.array(plan).optional() }),
);
const explained = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: plan })]) })]);
const statement = z.looseObject({ text: z.string(), values: z.array(z.unknown()).optional() });

function nodesOf(top: Plan): PlanNode[] {
  return [{ kind: top['Node Type'], table: top['Relation Name'] }, ...(top.Plans ?? []).flatMap(nodesOf)];
}

export function watchedPrisma(url: string): WatchedPrisma {
  const pool = new Pool({ connectionString: url, max: 4 });
  let sent: { text: string; values: unknown[] }[] = [];
  let asking = false;
  pool.on('connect', (client) => {
    client.query = new Proxy(client.query.bind(client), {
      apply: (target, self, args: unknown[]) => {
        const asked = statement.safeParse(args[0]);
        if (asked.success && !asking) {
          sent.push({ text: asked.data.text, values: Array.isArray(args[1]) ? args[1] : (asked.data.values ?? []) });
        }
        return Reflect.apply(target, self, args);
      },
    });
  });
  const prisma = new Client({ adapter: new PrismaPg(pool) });
  return {
    prisma,
    forget: () => {
      sent = [];
    },
    plans: async () => {
      asking = true;
      const found = [];
      for (const { text, values } of sent.filter((one) => /^\s*(SELECT|WITH)/i.test(one.text))) {
        const { rows } = await pool.query(`EXPLAIN (FORMAT JSON) ${text}`, values);
        found.push({ text, nodes: nodesOf(explained.parse(rows)[0]['QUERY PLAN'][0].Plan) });
      }
      asking = false;
      return found;
    },
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
