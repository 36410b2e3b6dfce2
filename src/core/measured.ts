import type { Used } from './host/cgroups.ts';
import type { Instance, Millis, Numbers, Sample, Service } from './model.ts';
import { remembered } from './remembered.ts';
import { seriesName } from './series-name.ts';
import type { State } from './state.ts';

/** Under which id a container's numbers are kept: a service's own are those of its one container, several have theirs each. */
export function measuredAs({ id, instances }: Pick<Service, 'id' | 'instances'>, { name }: Instance): string {
	return instances.length === 1 ? id : `${id}/${name}`;
}

/** What is known of a container's use, as samples of the service `of`. */
export function usedAs(of: string, { cpu, memory, netIn, netOut }: Used, at: Millis): readonly Sample[] {
	return Object.entries({ cpu, memory, net_in: netIn, net_out: netOut }).flatMap(([name, value]) =>
		value === undefined ? [] : [{ series: seriesName(of, name), at, value }],
	);
}

/** What the containers of a host use, as samples of the services that have them. */
export function usedSamples(
	{ services }: Pick<State, 'services'>,
	host: string,
	used: ReadonlyMap<string, Used>,
	at: Millis,
): readonly Sample[] {
	return Object.values(services).flatMap((service) =>
		service.instances.flatMap((instance) => {
			const own = instance.host === host ? used.get(instance.id) : undefined;
			return own === undefined ? [] : usedAs(measuredAs(service, instance), own, at);
		}),
	);
}

/** How one number is made of those of several containers: the busiest and the fullest speak for all, traffic adds up. */
const wholes = {
	cpu: (values: readonly number[]) => Math.max(...values),
	memory: (values: readonly number[]) => Math.max(...values),
	net_in: (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0),
	net_out: (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0),
} as const;

/** A container's number that is older says nothing of the service now. */
const oldest: Millis = 30_000;
/** Containers that are streamed tell each second, one after another: their service has one number a second. */
const soonest: Millis = 900;

/** The services with several containers, by the names under which those are measured. */
const severals = remembered(
	(services: State['services']): ReadonlyMap<string, Service> =>
		new Map(
			Object.values(services)
				.filter(({ instances }) => instances.length > 1)
				.flatMap((service) => service.instances.map((one) => [measuredAs(service, one), service] as const)),
		),
);

/** What these samples of single containers, already among the numbers, make of the services that have several. */
export function wholeSamples(
	{ services }: Pick<State, 'services'>,
	samples: readonly Sample[],
	numbers: Numbers,
	at: Millis,
): readonly Sample[] {
	const known = severals(services);
	if (known.size === 0) return [];
	const touched = samples.flatMap(({ series }) => known.get(series.slice(0, series.lastIndexOf('/'))) ?? []);
	return [...new Set(touched)].flatMap((service) =>
		Object.entries(wholes).flatMap(([measure, whole]) => {
			const series = seriesName(service.id, measure);
			if (at - (numbers(series)?.last()?.at ?? 0) < soonest) return [];
			const values = service.instances.flatMap((one) => {
				const last = numbers(seriesName(measuredAs(service, one), measure))?.last();
				return last === undefined || at - last.at > oldest ? [] : last.value;
			});
			return values.length === 0 ? [] : { series, at, value: whole(values) };
		}),
	);
}
