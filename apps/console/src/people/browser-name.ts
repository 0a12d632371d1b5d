/** By the mark that the browser alone bears: most call themselves Chrome and Safari too. First match first. */
const BROWSERS = [
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['SamsungBrowser', 'Samsung Internet'],
  ['Firefox', 'Firefox'],
  ['HeadlessChrome', 'Chrome without a window'],
  ['Chrome', 'Chrome'],
  ['Version', 'Safari'],
] as const;
const SYSTEMS = ['iPhone', 'iPad', 'Android', 'Windows', 'CrOS', 'Mac OS X', 'Linux'];

/** A browser as people call it, `Firefox 142 on Linux`, from the header that it sends; the header where it is unknown. */
export function browserName(userAgent: string): string {
  for (const [mark, name] of BROWSERS) {
    const version = new RegExp(`\\b${mark}/(\\d+)`).exec(userAgent)?.[1];
    if (version === undefined) continue;
    const system = SYSTEMS.find((one) => userAgent.includes(one));
    return `${name} ${version}${system === undefined ? '' : ` on ${system}`}`;
  }
  return userAgent === '' ? 'unnamed' : userAgent.slice(0, 60);
}
