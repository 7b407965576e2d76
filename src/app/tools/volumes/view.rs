//! The views: which sections each has, and what is asked of which rule.

use super::values::{Control, Values};
use super::{Book, cost, ebs, efs, form, manifest, scene, table};
use crate::app::html::escape;
use crate::app::tools::frame;

/// A part of a view.
pub struct Section {
    /// Id of its heading.
    pub id: &'static str,
    pub title: &'static str,
    pub controls: fn(&Book) -> Vec<Control>,
    /// What follows from what was chosen, in a sentence.
    pub finding: fn(&Values, &Book) -> String,
    /// The same as HTML.
    pub result: fn(&Values, &Book) -> String,
    /// The result takes the whole width, below the controls.
    pub wide: bool,
}

/// A tool of volumes.
pub struct View {
    /// In the address, and among the tools.
    pub name: &'static str,
    pub title: &'static str,
    pub sections: &'static [Section],
    /// The same for a terminal.
    pub command: fn(&Values, &Book) -> String,
    /// A line of HTML that leads on.
    pub onward: &'static str,
}

const TABLE: Section = Section {
    id: "where",
    title: "What goes where",
    controls: table::controls,
    finding: table::finding,
    result: table::result,
    wide: true,
};

const SCENE: Section = Section {
    id: "survives",
    title: "What survives",
    controls: scene::controls,
    finding: scene::finding,
    result: scene::result,
    wide: false,
};

const COST: Section = Section {
    id: "costs",
    title: "What it costs",
    controls: cost::controls,
    finding: cost::finding,
    result: cost::result,
    wide: false,
};

const LESSONS: &str = "Lessons: <a class=\"link\" href=\"#/learn/container-volumes\">Volumes for \
                       containers</a>, <a class=\"link\" href=\"#/learn/eks-volumes\">Volumes on \
                       EKS</a>";

/// All views.
pub const VIEWS: &[View] = &[
    View {
        name: "volumes",
        title: "Which volume for which container",
        sections: &[TABLE, SCENE, COST],
        command: asks_volume,
        onward: LESSONS,
    },
    View {
        name: "volume",
        title: "Whether a volume goes on a platform",
        sections: &[TABLE],
        command: asks_volume,
        onward: "<a class=\"link\" href=\"#/tools/volumes\">What survives, and what it costs</a>",
    },
    View {
        name: "efs-burst",
        title: "EFS throughput and burst credits",
        sections: &[Section {
            id: "day",
            title: "A day of the file system",
            controls: efs::controls,
            finding: efs::finding,
            result: efs::result,
            wide: false,
        }],
        command: |values, _| frame::command("efs-burst", &efs::question(values).to_string()),
        onward: LESSONS,
    },
    View {
        name: "ebs-limits",
        title: "EBS limits and the credits of gp2",
        sections: &[Section {
            id: "day",
            title: "A day of the volume",
            controls: ebs::controls,
            finding: ebs::finding,
            result: ebs::result,
            wide: false,
        }],
        command: |values, book| {
            frame::command("ebs-limits", &ebs::question(values, book).to_string())
        },
        onward: LESSONS,
    },
    View {
        name: "manifest",
        title: "StorageClass and volume manifests for EKS",
        sections: &[Section {
            id: "manifest",
            title: "The manifest",
            controls: manifest::controls,
            finding: manifest::finding,
            result: manifest::result,
            wide: false,
        }],
        command: manifest::command,
        onward: LESSONS,
    },
];

fn asks_volume(values: &Values, _: &Book) -> String {
    frame::command("volume", &table::question(values).to_string())
}

/// The view of that name.
pub fn find(name: &str) -> Option<&'static View> {
    VIEWS.iter().find(|view| view.name == name)
}

impl View {
    /// The controls of all sections.
    pub fn controls(&self, book: &Book) -> Vec<Control> {
        self.sections.iter().flat_map(|section| (section.controls)(book)).collect()
    }

    /// The whole page; `title` is what people look for.
    pub fn page(&self, values: &Values, problems: &[String], book: &Book) -> String {
        let mut body = String::from("<div class=\"vol\">");
        if !problems.is_empty() {
            let said: String =
                problems.iter().map(|it| ["<li>", &escape(it), "</li>"].concat()).collect();
            body += &[
                "<div class=\"notice\"><p>Parts of this link are damaged; the rest is shown.</p>",
                "<ul>",
                &said,
                "</ul></div>",
            ]
            .concat();
        }
        for section in self.sections {
            body += &section.html(values, book);
        }
        body += &["<p class=\"note vol-onward\">", self.onward, "</p></div>"].concat();
        frame::page(self.name, self.title, frame::COPY, &body)
    }
}

impl Section {
    fn html(&self, values: &Values, book: &Book) -> String {
        let class = if self.wide { "vol-full" } else { "vol-sides" };
        let controls = (self.controls)(book);
        [
            "<section aria-labelledby=\"",
            self.id,
            "\"><div class=\"sec\"><h2 id=\"",
            self.id,
            "\">",
            self.title,
            "</h2></div><p class=\"vol-finding\" id=\"vol-said-",
            self.id,
            "\">",
            &escape(&(self.finding)(values, book)),
            "</p><div class=\"",
            class,
            "\">",
            &form::controls(&controls, values),
            "<div id=\"vol-found-",
            self.id,
            "\">",
            &(self.result)(values, book),
            "</div></div></section>",
        ]
        .concat()
    }

    /// Whether the section is of that control.
    pub fn has(&self, name: &str, book: &Book) -> bool {
        (self.controls)(book).iter().any(|control| control.name == name)
    }
}
