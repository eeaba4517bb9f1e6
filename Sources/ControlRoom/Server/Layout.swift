import Kernel
import Record

/// Puts a page's content into the frame that all pages share.
enum Layout {
    private static let mostDays = 60

    static func page(_ model: PageModel, status: Int = 200, desk: Desk) -> Page {
        let isPlace = status == 200 || status == 422
        let content = Templates.render(isPlace ? focusable(model, desk) : model, as: "page")
        let text = Templates.render(
            layout(model.heading, .written(content), desk, isPlace: isPlace), as: "layout")
        let bytes = Array(text.utf8)
        return Page(
            status: status, body: bytes,
            entityTag: status == 200 ? "\"\(Fingerprint.text(Fingerprint.of(bytes)))\"" : nil)
    }

    /// Gives each panel the link that shows it alone.
    static func focusable(_ model: PageModel, _ desk: Desk) -> PageModel {
        guard !desk.options.focus else { return model }
        var address = desk.address
        address.options.focus = true
        var model = model
        for place in model.panels.indices {
            model.panels[place].focus = ["\(address.text)#\(model.panels[place].anchor)"]
        }
        return model
    }

    /// `isPlace` is false on a page that says why there is none: then no place of the menu is the current one.
    static func layout(_ title: String, _ content: Markup, _ desk: Desk, isPlace: Bool = true) -> LayoutModel {
        let address = desk.address
        let isFocus = desk.options.focus
        var leave = address
        leave.options.focus = false
        var plain = Address(route: .search, options: desk.options)
        plain.options.focus = false
        return LayoutModel(
            pageTitle: title, programme: desk.settings.programme, stylesheet: Assets.stylesheet,
            script: Assets.script, home: desk.link(.home), searchAction: Route.search.path,
            searchWords: address.route == .search ? address.words : "",
            searchHidden: plain.pairs.map { HiddenField(name: $0.name, value: $0.value) },
            navigation: isFocus ? [] : [navigation(desk, isPlace: isPlace)], known: known(desk), isFocus: isFocus,
            leaveFocus: leave.text, content: content)
    }

    private static func navigation(_ desk: Desk, isPlace: Bool) -> NavigationModel {
        let here = isPlace ? Navigation.place(of: desk.address.route) : nil
        return NavigationModel(
            groups: Navigation.groups.map { group in
                NavigationModel.Group(
                    heading: group.title,
                    places: group.places.map { place in
                        NavigationModel.Place(
                            text: place.title, href: desk.link(place.route), isHere: place == here)
                    })
            })
    }

    /// None on the pages of the stand-in, of the cleanse and of the migration, which know nothing of the record.
    private static func known(_ desk: Desk) -> [KnownControl] {
        switch desk.address.route {
        case .dip, .cleanse, .migration: return []
        default: break
        }
        return [knownControl(desk)]
    }

    private static func knownControl(_ desk: Desk) -> KnownControl {
        var others = desk.address
        others.options.asKnownAt = nil
        others.table.page = 1
        let days = desk.knownDays
        return KnownControl(
            action: others.route.path, hidden: others.pairs.map { HiddenField(name: $0.name, value: $0.value) },
            day: desk.day?.iso ?? "", first: days.first?.iso ?? "", last: "2199-12-31",
            days: days.suffix(mostDays).reversed().map(\.iso),
            banner: desk.day.map { [KnownBanner(inWords: Wording.date($0), clear: others.text)] } ?? [])
    }

    /// The page for an address that could not be answered.
    static func refusal(_ failure: RoomFailure, desk: Desk) -> Page {
        let (status, heading, words): (Int, String, String) =
            switch failure {
            case .noSuchPage:
                (404, "There is no such page", "The address names no page of this room. Perhaps a letter is missing.")
            case .noSuchRecord(let what): (404, "There is no such record", what)
            case .badAddress(let why): (400, "The address cannot be read", why)
            case .addressTooLong:
                (
                    414, "The address is too long",
                    "Addresses of up to \(Wording.number(AddressReader.longestAddress)) bytes are read."
                )
            }
        let model = PageModel(
            heading: heading, lead: [words],
            panels: [
                PanelModel(
                    anchor: "where-next", name: "Where to go from here",
                    list: [
                        ListModel(items: [
                            .init(
                                headline: "Home", href: desk.link(.home), mark: [],
                                detail: ["What is owed, what moved, what disagrees."], aside: ""),
                            .init(
                                headline: "All records", href: desk.link(.records), mark: [],
                                detail: ["Every kind of record with its table."], aside: ""),
                        ])
                    ])
            ])
        return page(model, status: status, desk: desk)
    }
}
