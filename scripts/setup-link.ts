import { createSetupLink, hasAdministrator } from '@/lib/access';
import { checkServer, createPrisma, openDatabase, runningEmbedded } from '@/lib/db';
import { isSetupError, parseSettings, portalAddress } from '@/lib/settings';

try {
  const settings = parseSettings(process.env, process.cwd());
  if (settings.databaseUrl !== undefined) await checkServer(settings.databaseUrl, 'DATABASE_URL');
  const running = settings.databaseUrl ?? runningEmbedded(settings.dataFolder);
  const started = running === null ? await openDatabase(settings, { tell: console.log }) : null;
  const prisma = createPrisma(running ?? started?.url ?? '', 1);
  try {
    const link = await createSetupLink(prisma, () => Date.now(), portalAddress(settings));
    const isFirst = !(await hasAdministrator(prisma));
    if (started !== null) console.log('The portal is not running: start it with npm start, then open the link.');
    console.log(
      isFirst
        ? 'Makes the first administrator. Good once, for 15 minutes:'
        : 'Makes an administrator, or gives the user with that e-mail a new password. Good once, for 15 minutes:',
    );
    console.log(link);
  } finally {
    await prisma.$disconnect();
    await started?.stop();
  }
} catch (error) {
  console.error(isSetupError(error) ? error.message : error);
  process.exitCode = 1;
}
