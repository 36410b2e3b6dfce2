// The plan of a canary of the simulated Compose service, as the config has it behind its nginx.
import { makePlan } from '../../src/actions/plan.ts';
import type { CanarySpec } from '../../src/core/config/fleet.ts';
import type { Result } from '../../src/core/model.ts';
import type { Plan } from '../../src/core/plan.ts';
import { compose } from '../../src/platforms/compose.ts';
import { upstreamText } from '../../src/platforms/nginx.ts';
import { id, servedBy } from '../actions/compose-world.ts';
import { digest } from '../actions/world.ts';
import { specOf } from '../core/engine/world.ts';
import type { composeBehindNginx } from './compose-nginx.ts';
import { PORTS, UPSTREAM } from './compose-nginx.ts';

/** The file of the upstream while Compose's own container has everything. */
export const WHOLE = `${upstreamText('production/api', [[PORTS[0], 100]])}\n`;
const nginx = { file: UPSTREAM, ports: PORTS, test: ['nginx', '-t'], reload: ['nginx', '-s', 'reload'] };
export const CANARY: CanarySpec = { shares: [20, 50], lasts: 8_000, nginx };

export async function planned(
	host: Pick<ReturnType<typeof composeBehindNginx>, 'ask' | 'apply'>,
	canary: CanarySpec = CANARY,
): Promise<Result<Plan>> {
	const spec = { ...specOf('api', { platform: 'compose', canary }), proof: { times: 2, within: 30_000 } };
	return makePlan({
		...{ want: { action: 'deploy', image: 'app:v1', canary: true }, service: await servedBy(host), platform: compose },
		...{ spec, watch: 0, id, by: 'op-1', now: 1_000_000, oldest: 1_000_000, digest },
		...{ ask: host.ask, signal: new AbortController().signal },
	});
}
