// A service to break: answers on every path, `/health` and `/metrics` among them. How it behaves is set by its environment
// (FAIL, SLOW, LEAK, CRASH_AFTER and FAIL_AFTER in milliseconds, LOAD) and, while it runs, by a JSON object sent to `POST /control`:
//   fail   status code of its answers instead of 200        slow   milliseconds before each answer
//   leak   MiB that it takes more each second               crash  exit code to end with, now
//   say    a line to log                                    load   requests a second that it sends to itself
import { createServer, get } from 'node:http';

const port = Number(process.env.PORT ?? 8080);
const release = process.env.RELEASE ?? 'unknown';
const number = (name) => (process.env[name] === undefined ? undefined : Number(process.env[name]));
const state = { fail: number('FAIL'), slow: number('SLOW') ?? 0, leak: number('LEAK') ?? 0, load: number('LOAD') ?? 0 };
const leaked = [];

const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const requests = new Map();
const durations = { buckets: bounds.map(() => 0), sum: 0, count: 0 };

const count = (status, seconds) => {
	requests.set(status, (requests.get(status) ?? 0) + 1);
	for (const [i, bound] of bounds.entries()) if (seconds <= bound) durations.buckets[i] += 1;
	durations.sum += seconds;
	durations.count += 1;
};

const metrics = () =>
	[
		'# HELP http_requests_total Requests answered, by status.',
		'# TYPE http_requests_total counter',
		...[...requests].map(([status, n]) => `http_requests_total{status="${status}"} ${n}`),
		'# HELP http_request_duration_seconds How long the answers took.',
		'# TYPE http_request_duration_seconds histogram',
		...bounds.map((bound, i) => `http_request_duration_seconds_bucket{le="${bound}"} ${durations.buckets[i]}`),
		`http_request_duration_seconds_bucket{le="+Inf"} ${durations.count}`,
		`http_request_duration_seconds_sum ${durations.sum}`,
		`http_request_duration_seconds_count ${durations.count}`,
		'',
	].join('\n');

const control = (wish) => {
	if (wish.say !== undefined) console.log(wish.say);
	if (wish.crash !== undefined) {
		console.error(`ERROR crashing with code ${wish.crash}`);
		process.exit(wish.crash);
	}
	for (const name of ['slow', 'leak', 'load']) if (wish[name] !== undefined) state[name] = wish[name];
	if (wish.fail !== undefined) state.fail = wish.fail === 200 ? undefined : wish.fail;
};

const answer = (request, response, started) => {
	const status = state.fail ?? 200;
	const text = status === 200 ? `ok ${release}\n` : `error ${status}: payment queue unreachable\n`;
	response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
	count(status, (Date.now() - started) / 1000);
	if (status !== 200) console.error(`ERROR ${request.method} ${request.url} ${status}: payment queue unreachable`);
};

createServer((request, response) => {
	const started = Date.now();
	if (request.url === '/metrics')
		return response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(metrics());
	if (request.url !== '/control') return setTimeout(answer, state.slow, request, response, started);
	let body = '';
	request.on('data', (chunk) => (body += chunk));
	request.on('end', () => {
		response.writeHead(204).end();
		setImmediate(control, JSON.parse(body));
	});
}).listen(port, () => console.log(`INFO release ${release} listens on ${port}`));

setInterval(() => {
	for (let i = 0; i < state.leak; i += 1) leaked.push(Buffer.alloc(1024 * 1024, 1));
	for (let i = 0; i < state.load; i += 1) {
		setTimeout(
			() => get({ port, path: `/items/${i}` }, (answer) => answer.resume()).on('error', () => undefined),
			(1000 * i) / state.load,
		);
	}
}, 1000);

if (process.env.FAIL_AFTER) setTimeout(control, Number(process.env.FAIL_AFTER), { fail: 503 });
if (process.env.CRASH_AFTER) setTimeout(control, Number(process.env.CRASH_AFTER), { crash: 1 });
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));
