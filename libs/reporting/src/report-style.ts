import { MODEL_STYLE } from './study-words.js';

const MODELS = Object.values(MODEL_STYLE);
const LIGHT = MODELS.map(({ short, colour }) => `--${short}:${colour}`).join(';');
const DARK = MODELS.map(({ short, darkColour }) => `--${short}:${darkColour}`).join(';');
const SERIES = MODELS.map(
  ({ short }) => `span.series-${short}{color:var(--${short})}svg .series-${short}{--series:var(--${short})}`,
).join('');

/** The page's style: the console's tokens in light and dark, one column on a phone, black on white in print. */
export const REPORT_STYLE = `
:root{--canvas:#F5F6F8;--surface:#FFF;--border:#D5D9E0;--control:#768190;--ink:#14181F;--muted:#545E6B;--clean:#1D6F5C;--clean-tint:#DCF0EA;--suspect:#8F6003;--suspect-tint:#FCEFD2;${LIGHT}}
@media (prefers-color-scheme:dark){:root{--canvas:#0F1216;--surface:#171B21;--border:#2F3741;--control:#78838F;--ink:#E8EBEF;--muted:#A3ADB9;--clean:#82D7C2;--clean-tint:#143530;--suspect:#FBD043;--suspect-tint:#3A2E0D;${DARK}}}
*{box-sizing:border-box}
body{margin:0;background:var(--canvas);color:var(--ink);font:14px/22px Inter,system-ui,sans-serif}
main{max-width:760px;margin:0 auto;padding:24px 16px 48px}
h1{font-size:20px;line-height:30px;font-weight:600;margin:0 0 12px}h1 em{font-style:normal;overflow-wrap:anywhere}
h2{font-size:16px;line-height:24px;font-weight:600;margin:32px 0 8px}h3{font-size:14px;line-height:22px;font-weight:600;margin:24px 0 8px}
.dataset{border-top:2px solid var(--border);margin-top:40px}
.kicker,figcaption,caption,dt,.method{color:var(--muted)}.kicker{margin:0;font-size:12px}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:8px 16px;margin:0 0 24px}
dt{font-size:12px;line-height:16px}dd{margin:0;overflow-wrap:anywhere}
.verdict{font-size:20px;line-height:30px;font-weight:560;margin:0 0 12px}
ul{padding-left:20px;margin:8px 0}.limits{background:var(--suspect-tint);color:var(--suspect);border-radius:6px;padding:8px 12px 8px 32px}
.good{color:var(--clean);background:var(--clean-tint)}.warn{color:var(--suspect);background:var(--suspect-tint)}
.good,.warn{border-radius:6px;padding:0 6px}
figure{margin:24px 0;padding:16px;background:var(--surface);border:1px solid var(--border);border-radius:6px}
figure svg{display:block;width:100%;max-width:520px;height:auto;margin:8px auto 0}
.scroll{overflow-x:auto;margin:12px 0}
table{border-collapse:collapse;width:100%;font-size:13px;line-height:20px;font-variant-numeric:tabular-nums;background:var(--surface);border:1px solid var(--border)}
caption{text-align:left;padding:4px 0}th,td{text-align:left;padding:6px 12px;border-bottom:1px solid var(--border);vertical-align:top}
thead th{font-weight:560}tbody th{font-weight:400}small{color:var(--muted);font-size:12px;white-space:nowrap}
code{font:12px/16px ui-monospace,monospace;overflow-wrap:anywhere}
${SERIES}
svg .grid{stroke:var(--border)}svg .control{stroke:var(--control)}svg .muted{fill:var(--muted)}
svg .line,svg .leader{stroke:var(--series)}svg .band,svg .marker,svg .label{fill:var(--series)}
@media (max-width:480px){th,td{padding:6px 8px}small{white-space:normal}}
@media print{:root{--canvas:#FFF;--surface:#FFF;--border:#D5D9E0;--control:#768190;--ink:#000;--muted:#333;--clean:#1D6F5C;--clean-tint:#FFF;--suspect:#000;--suspect-tint:#FFF;${LIGHT}}main{max-width:none;padding:0}figure,table,.limits{break-inside:avoid}.dataset{break-before:page;border:0}.limits{border:1px solid}.scroll{overflow:visible}}
`;
