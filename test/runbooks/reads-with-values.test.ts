import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Value, Walk } from '../../src/core/runbook/walk.ts';
import { readyCommand } from '../../src/core/runbook/wanted.ts';
import { readRunbook } from '../../src/runbooks/read.ts';
import { parseReads } from '../../src/runbooks/shell/reads-file.ts';

const reads = parseReads(readFileSync(new URL('../../config/reads.yaml', import.meta.url), 'utf8'));
if (!reads.ok) throw new Error('config/reads.yaml cannot be read');

/** Whether the only command of a document is a read as it stands there, and once its value is in it. */
function judged(command: string, value: Value, mark = ''): readonly [boolean, boolean] {
	const { steps } = readRunbook(
		`# Ask\n\n\`\`\`sh${mark}\n${command}\n\`\`\`\n`,
		'ask',
		reads.ok ? reads.value : never(),
	);
	const step = steps.find(({ does }) => does.is === 'command') ?? never();
	const walk: Walk = {
		...{ id: 'w', began: 0, by: 'anna', walker: 'anna', seen: 0, host: 'vps1', values: { x: value }, stands: {} },
		head: { runbook: 'ask', title: 'Ask', path: 'ask', digest: '', values: {} },
	};
	const ready = readyCommand(step, undefined, walk);
	if (!ready.ok) throw new Error(ready.failure.message);
	const [one] = step.does.is === 'command' ? step.does.commands() : [];
	return [one?.effect.read === true, ready.value.read];
}
function never(): never {
	throw new Error('cannot be');
}

test.each([
	['docker logs --tail 100 {{x}}', 'api', [true, true]],
	['docker logs --tail 100 {{x}}', 'a b; rm -rf /', [true, true]],
	['docker logs --tail 100 {{x}}', "a'; rm -rf / $(id)", [true, false]],
	['docker logs --tail {{x}} api', '100', [true, true]],
	['docker ps --filter label=app={{x}}', 'api', [true, true]],
	// What the value makes of it counts, not what stands in the document.
	['curl -fsS -m 10 {{x}}', 'https://shop.example/health', [true, true]],
	['curl -fsS -m 10 {{x}}', 'dict://127.0.0.1:6379/flushall', [true, false]],
	['curl -fsS -m 10 {{x}}', { secret: 'env:X' }, [true, false]],
	['docker {{x}} api', 'inspect', [false, false]],
	['{{x}}', 'uptime', [false, false]],
	['docker restart {{x}}', 'api', [false, false]],
	['docker logs --tail 100 {{x}} > /tmp/log', 'api', [false, false]],
] satisfies readonly (readonly [string, Value, readonly [boolean, boolean]])[])(
	'%s with %j',
	(command, value, expected) => {
		expect(judged(command, value)).toEqual(expected);
	},
);

test('a mark counts before all values', () => {
	expect(judged('nc -z -w 5 {{x}} 22', 'vps1', ' {effect=write}')).toEqual([false, false]);
	expect(judged('dokku builds:output {{x}} current', 'api', ' {effect=read}')).toEqual([true, true]);
});
