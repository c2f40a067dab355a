export { loadSecret, openDataFolder, writePrivateFile } from './data-folder';
export { portalAddress } from './portal-address';
export { parseSettings, type Settings, type StartScenario } from './settings';
export { isSetupError, SetupError } from './setup-error';
