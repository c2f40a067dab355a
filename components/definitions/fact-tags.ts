import { isList, isRecord, toJson } from '../changes/json-text';

/** What a definition's document says of its kind, for the tags beside its name: `container`, `Fargate`. */
export function factTags(document: object): string[] {
  const json = toJson(document);
  if (!isRecord(json)) return [];
  const [platform] = isList(json.platformCapabilities) ? json.platformCapabilities : [];
  const kind = json.type === 'multinode' ? 'multi-node' : 'container';
  if (json.eksProperties !== undefined) return [kind, 'EKS'];
  return [kind, platform === 'FARGATE' ? 'Fargate' : platform === 'MANAGED_INSTANCES' ? 'Managed Instances' : 'EC2'];
}
