/// The models that templates show: formatted values, nothing more. Absent parts are empty lists rather than nil, so
/// that a template never climbs to a parent's value of the same name.

struct LinkModel: Sendable, Equatable {
    let text: String
    let href: String
}

struct NavigationModel: Sendable, Equatable {
    struct Group: Sendable, Equatable {
        let heading: String
        let places: [Place]
    }
    struct Place: Sendable, Equatable {
        let text: String
        let href: String
        let isHere: Bool
    }
    let groups: [Group]
}

struct HiddenField: Sendable, Equatable {
    let name: String
    let value: String
}

/// The control that asks for the record as known at a day.
struct KnownControl: Sendable, Equatable {
    let action: String
    let hidden: [HiddenField]
    let day: String
    let first: String
    let last: String
    let days: [String]
    /// One where a day is asked for.
    let banner: [KnownBanner]
}

struct KnownBanner: Sendable, Equatable {
    let inWords: String
    let clear: String
}

struct LayoutModel: Sendable, Equatable {
    let pageTitle: String
    let programme: String
    let stylesheet: String
    let script: String
    let home: String
    let searchAction: String
    let searchWords: String
    let searchHidden: [HiddenField]
    let navigation: [NavigationModel]
    let known: [KnownControl]
    let isFocus: Bool
    let leaveFocus: String
    let content: Markup
}

struct TabModel: Sendable, Equatable {
    let text: String
    let href: String
    let isHere: Bool
}

struct TabRow: Sendable, Equatable {
    let tabs: [TabModel]
}

/// A page's content: its heading, tabs and panels.
struct PageModel: Sendable, Equatable {
    var heading: String
    var kicker: [String] = []
    var lead: [String] = []
    /// One where the subject has several views.
    var views: [TabRow] = []
    var notes: [NoteModel] = []
    var panels: [PanelModel] = []
    /// 422 where what was asked cannot be read and the page says so beside each field.
    var status = 200
}

/// A marked note: a doubt, a bound that was met, a warning.
struct NoteModel: Sendable, Equatable {
    /// `doubt`, `bound` or `good`; names the look.
    let tone: String
    /// The tone in a word, so that colour is never the only sign.
    let label: String
    let sentence: String

    static func doubt(_ sentence: String) -> NoteModel { NoteModel(tone: "doubt", label: "Doubt", sentence: sentence) }
    static func bound(_ sentence: String) -> NoteModel { NoteModel(tone: "bound", label: "Note", sentence: sentence) }
    static func warning(_ sentence: String) -> NoteModel {
        NoteModel(tone: "doubt", label: "Warning", sentence: sentence)
    }
    static func bad(_ label: String, _ sentence: String) -> NoteModel {
        NoteModel(tone: "bad", label: label, sentence: sentence)
    }
    static func good(_ sentence: String) -> NoteModel { NoteModel(tone: "good", label: "Fine", sentence: sentence) }
}

struct PanelModel: Sendable, Equatable {
    var anchor: String
    var name: String
    /// Says what the panel shows, in a sentence or two.
    var about: [String] = []
    /// `full`, `half` or `third` of the page's width.
    var width = "full"
    var figures: [FigureRow] = []
    var notes: [NoteModel] = []
    var form: [ConsumptionFormModel] = []
    var look: [ConsumptionLookModel] = []
    var forms: [FormModel] = []
    /// One where the panel follows the traffic.
    var live: [LiveModel] = []
    var chart: Markup = Markup()
    var table: [TableModel] = []
    var plain: [PlainTable] = []
    /// One where the table has more pages than this.
    var pages: [TableModel.Pager] = []
    var list: [ListModel] = []
    var prose: Markup = Markup()
    var absence: [String] = []
    var more: [LinkModel] = []
    /// The page with nothing but this panel; none where it is so already.
    var focus: [String] = []
}

/// Large numbers with their names.
struct FigureRow: Sendable, Equatable {
    struct Figure: Sendable, Equatable {
        let number: String
        let caption: String
        let detail: String
        /// Empty where the figure leads nowhere.
        let href: [String]
        let tone: String
        /// The name under which a live page brings it up to date; none where it stands still.
        var live: [String] = []
    }
    let figures: [Figure]
}

/// A list of things that each have a line of their own.
struct ListModel: Sendable, Equatable {
    struct Item: Sendable, Equatable {
        let headline: String
        let href: String
        let mark: [MarkModel]
        let detail: [String]
        let aside: String
    }
    let items: [Item]
}

/// A word in a small frame.
struct MarkModel: Sendable, Equatable {
    let word: String
    let tone: String
}

/// A table that shows all it has: no filters, no pages.
struct PlainTable: Sendable, Equatable {
    let caption: String
    /// `cards` where rows become cards on a phone, `grid` where the table scrolls in its own box.
    let form: String
    let heads: [PlainHead]
    let rows: Markup

    init(caption: String, form: String, heads: [String], rows: Markup) {
        self.init(caption: caption, form: form, columns: heads.map { PlainHead(text: $0, style: "t-text") }, rows: rows)
    }

    init(caption: String, form: String, columns: [PlainHead], rows: Markup) {
        self.caption = caption
        self.form = form
        self.heads = columns
        self.rows = rows
    }
}

struct PlainHead: Sendable, Equatable {
    let text: String
    let style: String
}

/// A table of a kind with everything that goes with it.
struct TableModel: Sendable, Equatable {
    struct Head: Sendable, Equatable {
        let name: String
        let text: String
        let href: String
        /// `ascending`, `descending` or `none`, as `aria-sort` has it.
        let sorted: String
        let arrow: String
        let style: String
    }
    struct Choice: Sendable, Equatable {
        let value: String
        let text: String
        let isChosen: Bool
    }
    struct Selector: Sendable, Equatable {
        let field: String
        let text: String
        let choices: [Choice]
    }
    struct WordFilter: Sendable, Equatable {
        let field: String
        let text: String
        let value: String
    }
    struct SpanFilter: Sendable, Equatable {
        let text: String
        let fieldFrom: String
        let fieldTo: String
        let from: String
        let to: String
    }
    struct Pager: Sendable, Equatable {
        let previous: [LinkModel]
        let next: [LinkModel]
        let position: String
    }

    let caption: String
    let summary: String
    let action: String
    let filterHidden: [HiddenField]
    let columnHidden: [HiddenField]
    let selectors: [Selector]
    let words: [WordFilter]
    let spans: [SpanFilter]
    let chips: [LinkModel]
    let clear: [LinkModel]
    let isFiltered: Bool
    let columns: [Choice]
    let exports: [LinkModel]
    let reading: LinkModel
    let heads: [Head]
    let rows: Markup
    let hasRows: Bool
    let vacancy: [String]
    let pager: [Pager]
}
