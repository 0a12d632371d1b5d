import { escapeMarkup as text } from './escape-markup.js';
import { REPORT_STYLE } from './report-style.js';

/**
 * A page that holds no script and loads nothing, so that it can be mailed, printed and opened from a file.
 *
 * @param parts title and kicker as text; heading and body as markup
 */
export function htmlPage({ title, kicker, heading, body }: Record<'title' | 'kicker' | 'heading' | 'body', string>) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${text(title)}</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<main>
<header>
<p class="kicker">Antidote, ${text(kicker)}</p>
<h1>${heading}</h1>
</header>
${body}
</main>
</body>
</html>
`;
}
