import { simulateCommand } from './command';

const { stderr } = process;
const progress = stderr.isTTY ? (line: string) => stderr.write(`\r\x1b[2K${line}`) : null;
process.exitCode = await simulateCommand(
  process.argv.slice(2),
  {
    out: (text) => console.log(text),
    progress,
    clock: () => performance.now(),
    folder: process.env.INIT_CWD ?? process.cwd(),
  },
  (sentence) => console.error(sentence),
);
