import { storedText, visibleText } from '@/lib/batch';

/** What a segment of a path names, as history would have stored it; as it stands where it can not be decoded. */
export function segmentText(segment: string): string {
  try {
    return storedText(decodeURIComponent(segment));
  } catch {
    return storedText(segment);
  }
}

/** The same for a page's title, where nothing can set it apart from what stands beside it. */
export function titleText(segment: string): string {
  return visibleText(segmentText(segment));
}
