import { splitUrl } from '../port-text.ts';

/** The ports of URLs that lead to the machine itself. */
export function ownUrls(text: string): readonly string[] {
  return [...text.matchAll(ownUrl)].map(([url]) => {
    const { scheme, port } = splitUrl(url)!;
    return port ?? (scheme === 'https' ? '443' : '80');
  });
}

const ownUrl = /\bhttps?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::\d+)?(?=[/?#\s"'|;)]|$)/gi;
