import { describe, expect, test } from 'vitest';
import type { HostList, JobLine } from '../../src/app/host-list.ts';
import { hostsCode } from '../../src/cli/hosts.ts';

const job = (is: JobLine['is'], more: Partial<JobLine> = {}): JobLine => ({
	...{ on: 'host/vps1', name: 'db', is, because: 'read', schedule: '@daily', command: 'db' },
	...more,
});
const host = (is: HostList['hosts'][number]['is']): HostList['hosts'][number] => ({
	...{ host: 'vps1', is, because: 'read', since: 0, link: 'up' },
});

describe('the exit code of `watchdeck hosts`', () => {
	test.each<[string, Partial<HostList>, number]>([
		['all well', { hosts: [host('ok')], jobs: [job('ok'), job('ran')] }, 0],
		['a job that failed', { hosts: [host('ok')], jobs: [job('ok'), job('failed')] }, 1],
		['a job that is late', { jobs: [job('late')] }, 1],
		['a host that is not well', { hosts: [host('degraded')] }, 1],
		['a host that is down', { hosts: [host('down')], jobs: [job('failed')] }, 2],
		['a job of which no run was seen', { jobs: [job('unknown')] }, 0],
		['a job that is not read any more', { jobs: [job('unknown', { last: 1 })] }, 3],
		['jobs that cannot be read', { unread: ['no'] }, 3],
	])('%s', (_, list, code) => {
		expect(hostsCode({ hosts: [], jobs: [], unread: [], ...list })).toBe(code);
	});
});
