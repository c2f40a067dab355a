/** A key as it is shown once. */
export interface MadeKey {
  id: string;
  secret: string;
  region: string;
}

/** The lines of a shell after which every AWS client on it reaches the simulated connection. */
export function shellLines(key: MadeKey, endpoint: string): string {
  return [
    `export AWS_ENDPOINT_URL=${endpoint}`,
    `export AWS_ACCESS_KEY_ID=${key.id}`,
    `export AWS_SECRET_ACCESS_KEY=${key.secret}`,
    `export AWS_REGION=${key.region} AWS_DEFAULT_REGION=${key.region}`,
  ].join('\n');
}

/** A profile for ~/.aws/config. */
export function profileLines(key: MadeKey, endpoint: string): string {
  return [
    '[profile batchdeck]',
    `endpoint_url = ${endpoint}`,
    `aws_access_key_id = ${key.id}`,
    `aws_secret_access_key = ${key.secret}`,
    `region = ${key.region}`,
  ].join('\n');
}
