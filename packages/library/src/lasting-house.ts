import type { House } from './house.ts';

/** The same house, whose rooms remember from one look to the next for as long as it is used. */
export function lastingHouse(house: House): House {
  return { ...house, catalogue: house.catalogue.map((room) => room.lasting?.() ?? room) };
}
