import { storedText } from '@/lib/batch';

/** What a segment of a path names, as history would have stored it; as it stands where it can not be decoded. */
export function segmentText(segment: string): string {
  try {
    return storedText(decodeURIComponent(segment));
  } catch {
    return storedText(segment);
  }
}
