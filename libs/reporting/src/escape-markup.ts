const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it stands in HTML or SVG, inside an element or a quoted attribute. Control characters, illegal in XML, become U+FFFD. */
export function escapeMarkup(text: string): string {
  // eslint-disable-next-line no-control-regex -- XML allows none of them
  return text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, '\ufffd').replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);
}
